package io.sealcast.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A fragmented MP4 that a {@link PartWriter} has split in memory.
 *
 * @param parts the parts in the order in which they were completed
 * @param outputs the bytes of each
 * @param end the end of the file
 */
public record SplitMp4(
    List<PartWriter.Part> parts, List<ByteArrayOutputStream> outputs, PartWriter.End end) {

  /**
   * Splits a file.
   *
   * @param sizes sizes of the writes, which are repeated up to the end of the file
   */
  public static SplitMp4 of(byte[] mp4, List<Integer> sizes) throws IOException {
    List<PartWriter.Part> parts = new ArrayList<>();
    List<ByteArrayOutputStream> outputs = new ArrayList<>();
    PartWriter.Destination destination =
        new PartWriter.Destination() {
          @Override
          public OutputStream open(int number) throws IOException {
            if (number != outputs.size() || number != parts.size()) {
              throw new IllegalStateException("part " + number + " is opened out of order");
            }
            outputs.add(new ByteArrayOutputStream());
            return outputs.get(number);
          }

          @Override
          public void completed(PartWriter.Part part) {
            parts.add(part);
          }
        };
    try (PartWriter writer = new PartWriter(destination)) {
      int position = 0;
      for (int i = 0; position < mp4.length; i++) {
        int length = Math.min(sizes.get(i % sizes.size()), mp4.length - position);
        writer.write(mp4, position, length);
        position += length;
      }
      PartWriter.End end = writer.finish();
      parts.add(end.last());
      return new SplitMp4(parts, outputs, end);
    }
  }

  /** Returns the bytes of a part. */
  public byte[] bytes(int number) {
    return outputs.get(number).toByteArray();
  }

  /** Returns the concatenation of all parts. */
  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    outputs.forEach(part -> whole.writeBytes(part.toByteArray()));
    return whole.toByteArray();
  }

  /** Returns the sum of the indexes of all parts. */
  FragmentIndex index() {
    List<FragmentIndex.Fragment> fragments = new ArrayList<>();
    long offset = 0;
    for (PartWriter.Part part : parts) {
      for (FragmentIndex.Fragment f : part.index().fragments()) {
        fragments.add(f.inFileFrom(-offset));
      }
      offset += part.size();
    }
    FragmentIndex first = parts.get(0).index();
    return new FragmentIndex(first.initSize(), first.inits(), fragments, first.codecs());
  }
}
