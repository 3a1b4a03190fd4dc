package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.media.SplitMp4;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Checks that hold for every rendition. */
final class Renditions {
  private Renditions() {}

  /**
   * Checks that the index covers the bytes without gaps and each segment begins with a keyframe.
   */
  static void checkSegments(MediaLab lab, MediaLab.Made made) throws IOException {
    FragmentIndex index = made.rendition().index();
    assertThat(made.rendition().size()).isEqualTo(made.bytes().length);
    assertThat(typeAt(made.bytes(), 0)).isEqualTo("ftyp");
    long position = index.initSize();
    for (FragmentIndex.Fragment fragment : index.fragments()) {
      assertThat(fragment.offset()).isEqualTo(position);
      assertThat(typeAt(made.bytes(), position)).isEqualTo("moof");
      assertThat(fragment.duration()).isPositive().isLessThan(6);
      position += fragment.size();
    }
    assertThat(position).isEqualTo(made.bytes().length);
    checkKeyframes(lab.packets(made.bytes()), index);
  }

  private static void checkKeyframes(List<String[]> packets, FragmentIndex index) {
    for (FragmentIndex.Fragment fragment : index.fragments()) {
      String[] first =
          packets.stream()
              .filter(p -> Long.parseLong(p[1]) >= fragment.offset())
              .findFirst()
              .orElseThrow();
      assertThat(first[2]).as("first picture at %s", fragment.start()).startsWith("K");
      assertThat(Double.parseDouble(first[0])).isCloseTo(fragment.start(), within(0.002));
    }
  }

  /** Checks a fragmented MP4 part by part and returns the first defect. */
  static Optional<String> check(MediaLab lab, RenditionPlan plan, byte[] mp4) throws IOException {
    RenditionCheck check = new RenditionCheck(lab.runner, plan);
    SplitMp4 split = SplitMp4.of(mp4, List.of(1 << 16));
    for (PartWriter.Part part : split.parts()) {
      MediaSource bytes = MediaLab.source(split.bytes(part.number()));
      boolean last = part == split.end().last();
      Optional<String> wrong = check.next(part, bytes, false, last, new Cancellation());
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static String typeAt(byte[] bytes, long position) {
    ByteBuffer type = ByteBuffer.wrap(bytes, (int) position + 4, 4);
    return StandardCharsets.ISO_8859_1.decode(type).toString();
  }
}
