package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.8",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.1.2.3]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fec0::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001:0:1::1]",
      })
  void isNotPublic(String host) throws IOException {
    assertThat(new PublicAddresses().isPublic(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "[2606:4700::1111]",
        "[2001:4860:4860::8888]",
        "[64:ff9b::8.8.8.8]",
        "[2002:808:808::]",
      })
  void isPublic(String host) throws IOException {
    assertThat(new PublicAddresses().isPublic(host)).isTrue();
  }

  @Test
  void aNameThatMustStayPublicNeverResolvesInwards() throws IOException {
    PublicAddresses addresses = new PublicAddresses();
    assertThat(addresses.lookup("localhost")).isNotEmpty();

    addresses.keepPublic("localhost");

    assertThatThrownBy(() -> addresses.lookup("localhost"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("localhost");
  }
}
