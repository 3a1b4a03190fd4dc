package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverVideoPartsTest {
  @TempDir Path folder;

  @Test
  void partsBecomeTheRenditionAgain() throws IOException {
    List<VideoRecovery.Outcome> outcomes =
        List.of(
            file("720p.mp4.part-0001", "bc"),
            file("source", "film"),
            file("720p.mp4.part-0000", "a"),
            file("720p.mp4.part-0002", "def"));

    List<VideoRecovery.Outcome> joined = RecoverVideoParts.join(outcomes, folder);

    assertThat(joined)
        .containsExactly(outcomes.get(1), new VideoRecovery.Outcome("720p.mp4", 6, null));
    assertThat(folder.resolve("720p.mp4")).hasContent("abcdef");
    assertThat(Files.list(folder)).hasSize(2);
  }

  @Test
  void whereAPartIsMissingOrDamagedTheOthersStay() throws IOException {
    List<VideoRecovery.Outcome> outcomes =
        List.of(
            file("720p.mp4.part-0000", "a"),
            file("720p.mp4.part-0002", "c"),
            file("240p.mp4.part-0000", "a"),
            new VideoRecovery.Outcome("240p.mp4.part-0001", 0, ErrorCode.INTEGRITY_FAILED));

    assertThat(RecoverVideoParts.join(outcomes, folder))
        .containsExactlyInAnyOrderElementsOf(outcomes);
    assertThat(Files.list(folder)).hasSize(3);
  }

  private VideoRecovery.Outcome file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
    return new VideoRecovery.Outcome(name, content.length(), null);
  }
}
