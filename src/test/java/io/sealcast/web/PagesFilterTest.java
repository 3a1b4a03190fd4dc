package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesFilterTest {
  @Test
  void knowsAPageUnderEachOfItsNames() {
    assertThat(PagesFilter.pageOf("/watch")).isEqualTo("/watch");
    assertThat(PagesFilter.pageOf("/watch.xhtml")).isEqualTo("/watch");
    assertThat(PagesFilter.pageOf("/index.xhtml")).isEqualTo("/");
    assertThat(PagesFilter.pageOf("/")).isEqualTo("/");
  }
}
