package io.sealcast.container;

/** Lends cipher contexts, each to one borrower at a time. Thread-safe. */
public interface CipherContexts {
  /** Returns a context for the caller alone, until it is put back. */
  CipherContext take();

  /** Takes a context back. The caller must not use it afterwards. */
  void putBack(CipherContext context);

  /** Lends the same context again and again, which suits a writer that encrypts serially. */
  static CipherContexts only(CipherContext context) {
    return new CipherContexts() {
      @Override
      public CipherContext take() {
        return context;
      }

      @Override
      public void putBack(CipherContext borrowed) {
        // it remains the caller's
      }
    };
  }
}
