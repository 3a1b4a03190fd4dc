package io.sealcast.vault;

/**
 * What a stream session needs: the video's data key and the random key that its response chunks are
 * sealed with.
 */
public record SessionKeys(DataKey dataKey, ResponseKey responseKey) implements AutoCloseable {
  @Override
  public void close() {
    dataKey.close();
    responseKey.close();
  }
}
