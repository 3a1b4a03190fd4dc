package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private static final ClientAddress ADDRESS =
      new ClientAddress(Optional.of("127.0.0.0/8, ::1,10.1.2.3, 172.16.0.0/12, fd00:1234::/31"));

  @ParameterizedTest
  @CsvSource({
    // without a proxy
    "203.0.113.7, '', 203.0.113.7",
    "127.0.0.1, '', 127.0.0.1",
    // one proxy, one that appends, and two in a row
    "127.0.0.1, 203.0.113.7, 203.0.113.7",
    "127.0.0.1, '198.51.100.1, 203.0.113.7', 203.0.113.7",
    "127.0.0.1, '203.0.113.7 ,10.1.2.3', 203.0.113.7",
    "0:0:0:0:0:0:0:1, '127.9.9.9,172.31.255.255', 127.9.9.9",
    "fd00:1235::1, 2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "::ffff:127.0.0.1, 203.0.113.7, 203.0.113.7",
    // a header of an untrusted peer is ignored
    "203.0.113.7, 198.51.100.1, 203.0.113.7",
    "203.0.113.7, 127.0.0.1, 203.0.113.7",
    "172.32.0.1, 198.51.100.1, 172.32.0.1",
    "10.1.2.4, 198.51.100.1, 10.1.2.4",
    "fd00:1236::1, 198.51.100.1, fd00:1236:0:0:0:0:0:1",
    // an invalid address is ignored
    "127.0.0.1, unknown, 127.0.0.1",
    "127.0.0.1, localhost, 127.0.0.1",
    "127.0.0.1, cafe.de, 127.0.0.1",
    "127.0.0.1, 203.0.113.256, 127.0.0.1",
    "127.0.0.1, '203.0.113.7,', 203.0.113.7",
    "127.0.0.1, '203.0.113.7, ,127.0.0.2', 127.0.0.2"
  })
  void isTheNearestThatIsNoTrustedProxys(String peer, String header, String address) {
    assertThat(ADDRESS.of(peer, header.isEmpty() ? List.of() : List.of(header))).isEqualTo(address);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(ADDRESS.of("127.0.0.1", List.of("198.51.100.1", "203.0.113.7, 10.1.2.3")))
        .isEqualTo("203.0.113.7");
  }

  @Test
  void believesNobodyWhereNobodyIsTrusted() {
    assertThat(new ClientAddress(Optional.empty()).of("127.0.0.1", List.of("203.0.113.7")))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "::/129"})
  void refusesASettingThatIsNoNetwork(String setting) {
    assertThatThrownBy(() -> new ClientAddress(Optional.of(setting)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(setting);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
    "2001:db8:1:2:ffff::1, 20010db800010002::/64",
    "2001:db8:1:3::1, 20010db800010003::/64",
    "::ffff:203.0.113.7, 203.0.113.7"
  })
  void limitsApplyToTheNetworkOfASubscriber(String address, String network) {
    assertThat(ClientAddress.networkOf(address)).isEqualTo(network);
  }
}
