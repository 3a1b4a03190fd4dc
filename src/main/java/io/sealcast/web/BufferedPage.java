package io.sealcast.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * A response that keeps the page in memory until it is complete. A page is rendered without waiting
 * for its reader, who may read nothing.
 */
final class BufferedPage extends HttpServletResponseWrapper {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ServletOutputStream stream = new Bytes();
  private @Nullable PrintWriter writer;

  BufferedPage(HttpServletResponse response) {
    super(response);
  }

  private final class Bytes extends ServletOutputStream {
    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void write(byte[] source, int from, int length) {
      bytes.write(source, from, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("pages are written by the thread of their request");
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter known = writer;
    if (known == null) {
      known = new PrintWriter(new OutputStreamWriter(stream, getCharacterEncoding()));
      writer = known;
    }
    return known;
  }

  @Override
  public void flushBuffer() {
    if (writer != null) {
      writer.flush();
    }
  }

  @Override
  public void setBufferSize(int size) {
    // the page has all the memory that it needs
  }

  @Override
  public void resetBuffer() {
    flushBuffer(); // what the writer holds goes too
    super.resetBuffer();
    bytes.reset();
  }

  @Override
  public void reset() {
    super.reset();
    writer = null;
    bytes.reset();
  }

  /** Sends the page, unless something else, for instance a redirection, was sent in its place. */
  void send() throws IOException {
    flushBuffer();
    if (bytes.size() > 0 && !isCommitted()) {
      getResponse().setContentLength(bytes.size());
      bytes.writeTo(getResponse().getOutputStream());
    }
  }
}
