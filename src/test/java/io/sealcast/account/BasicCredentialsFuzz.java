package io.sealcast.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import java.util.List;
import java.util.Optional;

/** A header {@code Authorization} has credentials or none, or a {@link DomainException}. */
public final class BasicCredentialsFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "basic-credentials";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "Basic YW5uOmEgbG9uZyBwYXNzd29yZA==".getBytes(ISO_8859_1),
        "basic Og==".getBytes(ISO_8859_1),
        "Basic /zr/".getBytes(ISO_8859_1));
  }

  @Override
  public void parse(byte[] input) {
    try {
      Optional<BasicCredentials> credentials =
          BasicCredentials.parse(new String(input, ISO_8859_1));
      credentials.ifPresent(BasicCredentials::close);
    } catch (DomainException e) {
      // for a user name or a password that isn't text
    }
  }
}
