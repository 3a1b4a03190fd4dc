package io.sealcast.origin;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import java.util.List;

/** A header {@code Origin} is an origin with a host and a port, or none. */
public final class OriginFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "origin";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "https://videos.example".getBytes(UTF_8),
        "http://[::1]:8000".getBytes(UTF_8),
        "http://[1.2.3]".getBytes(UTF_8),
        "http://b\u00fccher.example.:80".getBytes(UTF_8));
  }

  @Override
  public void parse(byte[] input) {
    Origin.parse(new String(input, UTF_8))
        .ifPresent(
            origin ->
                require(
                    !origin.host().isEmpty() && origin.port() > 0 && origin.port() < 65_536,
                    "no place"));
  }
}
