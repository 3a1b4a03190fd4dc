package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.WatchPositions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** The resource by which an owner has a failed video processed again. */
@Path("videos/{file_id}/reprocess")
@RequestScoped
public class ReprocessResource {
  @Inject private Reprocessing reprocessing;
  @Inject private WatchPositions positions;
  @Inject private CurrentAccount current;

  /** Starts the processing again. The response is the video, which is queued. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response reprocess(@PathParam("file_id") String fileId, JsonObject body) {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    char[] key = encryptionKey(body);
    try {
      VideoFile video = reprocessing.begin(owner, id, key);
      return Response.accepted(VideoJson.of(video, owner, positions.find(owner, id))).build();
    } finally {
      Arrays.fill(key, '\0');
    }
  }

  private static char[] encryptionKey(JsonObject body) {
    JsonValue value = body.get("encryption_key");
    if (value == null || value == JsonValue.NULL) {
      throw UploadForm.missing("encryption_key", "The encryption key is missing.");
    }
    if (!(value instanceof JsonString text)) {
      throw UploadForm.refuse("encryption_key", "The encryption key isn't a text.");
    }
    CharSequence chars = text.getChars();
    if (chars.isEmpty()) {
      throw UploadForm.missing("encryption_key", "The encryption key is missing.");
    }
    char[] copy = new char[chars.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = chars.charAt(i);
    }
    return copy;
  }
}
