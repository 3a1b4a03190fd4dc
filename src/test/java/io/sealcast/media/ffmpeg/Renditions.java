package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.media.SplitMp4;
import java.io.ByteArrayOutputStream;
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
    List<String[]> packets = lab.packets(made.bytes());
    checkKeyframes(packets, index);
    if (index.codecs().contains(",")) {
      checkTracks(lab, made, packets);
    }
  }

  /** Checks that the picture track and the sound track have the packets of the file. */
  private static void checkTracks(MediaLab lab, MediaLab.Made made, List<String[]> pictures)
      throws IOException {
    List<FragmentIndex.Fragment> fragments = made.rendition().index().fragments();
    assertThat(fragments).allMatch(f -> f.apart().isPresent());
    assertThat(times(lab.packets(picture(made, fragments)))).isEqualTo(times(pictures));
    List<String[]> sounds = lab.soundPackets(sound(made, fragments));
    assertThat(times(sounds)).isEqualTo(times(lab.soundPackets(made.bytes())));
    long position = made.rendition().index().inits().orElseThrow().sound().size();
    for (FragmentIndex.Fragment fragment : fragments) {
      FragmentIndex.Apart apart = fragment.apart().orElseThrow();
      if (apart.sound().isPresent()) {
        long end = position + fragment.size() - apart.pictureSize();
        checkTimes(apart.sound().get(), between(sounds, position, end));
        position = end;
      }
    }
  }

  private static void checkTimes(FragmentIndex.Sound sound, List<Double> packets) {
    double frame = packets.size() > 1 ? packets.get(1) - packets.get(0) : sound.duration();
    assertThat(sound.start()).isCloseTo(Math.max(0, packets.get(0)), within(0.002));
    assertThat(sound.start() + sound.duration())
        .isCloseTo(packets.get(packets.size() - 1) + frame, within(0.05));
  }

  private static List<Double> between(List<String[]> packets, long from, long to) {
    return packets.stream()
        .filter(p -> Long.parseLong(p[1]) >= from && Long.parseLong(p[1]) < to)
        .map(p -> Double.valueOf(p[0]))
        .toList();
  }

  private static List<String> times(List<String[]> packets) {
    return packets.stream().map(p -> p[0] + p[2]).toList();
  }

  /** Returns what a player has of the pictures of some segments. */
  static byte[] picture(MediaLab.Made made, List<FragmentIndex.Fragment> segments) {
    ByteArrayOutputStream track = new ByteArrayOutputStream();
    FragmentIndex.Extent init = made.rendition().index().inits().orElseThrow().picture();
    track.write(made.bytes(), (int) init.offset(), (int) init.size());
    for (FragmentIndex.Fragment segment : segments) {
      int size = (int) segment.apart().orElseThrow().pictureSize();
      track.write(made.bytes(), (int) segment.offset(), size);
    }
    return track.toByteArray();
  }

  /** Returns what a player has of the sound of some segments. */
  static byte[] sound(MediaLab.Made made, List<FragmentIndex.Fragment> segments) {
    ByteArrayOutputStream track = new ByteArrayOutputStream();
    FragmentIndex.Extent init = made.rendition().index().inits().orElseThrow().sound();
    track.write(made.bytes(), (int) init.offset(), (int) init.size());
    for (FragmentIndex.Fragment segment : segments) {
      int skipped = (int) segment.apart().orElseThrow().pictureSize();
      track.write(made.bytes(), (int) segment.offset() + skipped, (int) segment.size() - skipped);
    }
    return track.toByteArray();
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
