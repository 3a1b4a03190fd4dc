package io.sealcast.tls;

/**
 * Thrown when TLS can't be set up as configured. The message is one sentence for the operator,
 * without a period at its end, that names the setting. It contains no secret, and there is no
 * cause, whose message might.
 */
public final class TlsSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * @param sentence what is wrong, with the name of the setting, without a period
   */
  public TlsSettingException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** Returns the message. */
  public String sentence() {
    return sentence;
  }
}
