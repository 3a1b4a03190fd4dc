package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/** A library like that of a user after a week. */
public final class DemoLibrary {
  private static final String KEY = "a long key for the pictures";

  private DemoLibrary() {}

  /** Uploads all videos as a new user. */
  public static SceneData fill(URI address) {
    String suffix = "-" + UUID.randomUUID().toString().substring(0, 4);
    Api ann = Api.signUp(address, "ann" + suffix);
    Api newcomer = Api.signUp(address, "ben" + suffix);
    DemoVideos.others().forEach((title, file) -> upload(ann, file, title, "processed"));
    long failed = upload(ann, DemoVideos.broken(), "Field notes", "failed");
    long ready = upload(ann, DemoVideos.ridges(), "Six ridges at dusk", "processed");
    // the server prepares one video at a time
    long early = upload(ann, DemoVideos.slow(), "Three colours, ten minutes", null);
    long preparing = upload(ann, DemoVideos.slow(), "Three colours, once more", null);
    return new SceneData(ann, newcomer, KEY, ready, preparing, early, failed);
  }

  private static long upload(Api user, Path file, String title, String end) {
    HttpResponse<String> answer = user.tryUpload(file, KEY, title);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    long id = Api.json(answer).getJsonNumber("file_id").longValue();
    if (end != null) {
      user.awaitStatus(id, end);
    }
    return id;
  }
}
