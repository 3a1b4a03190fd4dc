package io.sealcast.platform;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body ends with a failure when it arrives too slowly; see {@link PacedBody}. */
final class PacedRequest extends HttpServletRequestWrapper {
  private final MinimumRate rate;
  private @Nullable PacedBody body;
  private @Nullable BufferedReader reader;

  PacedRequest(HttpServletRequest request, MinimumRate rate) {
    super(request);
    this.rate = rate;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    PacedBody paced = body;
    if (paced == null) {
      paced = new PacedBody(super.getInputStream(), rate, System::nanoTime);
      body = paced;
    }
    return paced;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    BufferedReader text = reader;
    if (text == null) {
      String encoding = getCharacterEncoding();
      Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
      text = new BufferedReader(new InputStreamReader(getInputStream(), charset));
      reader = text;
    }
    return text;
  }
}
