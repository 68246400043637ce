package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** The first and the last address of each block, and their neighbours. */
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.255.255.255, , 1.0.0.0",
    "10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
    "100.64.0.0, 100.127.255.255, 100.63.255.255, 100.128.0.0",
    "127.0.0.0, 127.255.255.255, 126.255.255.255, 128.0.0.0",
    "169.254.0.0, 169.254.255.255, 169.253.255.255, 169.255.0.0",
    "172.16.0.0, 172.31.255.255, 172.15.255.255, 172.32.0.0",
    "192.0.0.0, 192.0.0.255, 191.255.255.255, 192.0.1.0",
    "192.168.0.0, 192.168.255.255, 192.167.255.255, 192.169.0.0",
    "198.18.0.0, 198.19.255.255, 198.17.255.255, 198.20.0.0",
    "224.0.0.0, 255.255.255.255, 223.255.255.255,",
  })
  void aBlockEndsWhereItDoesInEachWayToWriteIt(
      String first, String last, @Nullable String before, @Nullable String after)
      throws IOException {
    for (String inside : new String[] {first, last}) {
      for (InetAddress address : waysToWrite(inside)) {
        assertThat(PublicAddresses.isPublic(address)).as("%s as %s", inside, address).isFalse();
      }
    }
    for (@Nullable String outside : new @Nullable String[] {before, after}) {
      if (outside != null) {
        for (InetAddress address : waysToWrite(outside)) {
          assertThat(PublicAddresses.isPublic(address)).as("%s as %s", outside, address).isTrue();
        }
      }
    }
  }

  /** By itself, behind NAT64, and behind 6to4. */
  private static List<InetAddress> waysToWrite(String address) throws IOException {
    byte[] v4 = InetAddress.getByName(address).getAddress();
    ByteBuffer nat64 = ByteBuffer.allocate(16).putInt(0x0064ff9b).put(12, v4);
    ByteBuffer sixToFour = ByteBuffer.allocate(16).putShort((short) 0x2002).put(v4);
    return List.of(
        InetAddress.getByAddress(v4),
        InetAddress.getByAddress(nat64.array()),
        InetAddress.getByAddress(sixToFour.array()));
  }

  @ParameterizedTest
  @CsvSource({
    "::, false", // ::/80
    "::ffff:ffff:ffff, false",
    "::1:0:0:0, true",
    "64:ff9a:ffff::a00:1, true",
    "64:ff9b::a00:1, false", // 10.0.0.1 in 64:ff9b::/96
    "64:ff9b::1:a00:1, true",
    "64:ff9b:0:ffff::, true",
    "64:ff9b:1::, false", // 64:ff9b:1::/48
    "64:ff9b:1:ffff:ffff:ffff:ffff:ffff, false",
    "64:ff9b:2::, true",
    "2000:ffff::, true",
    "2001::, false", // 2001::/32
    "2001:0:ffff:ffff:ffff:ffff:ffff:ffff, false",
    "2001:1::, true",
    "2001:ffff:7f00:1::, true",
    "2002:7f00:1::, false", // 127.0.0.1 in 2002::/16
    "2003:7f00:1::, true",
    "fbff:ffff::, true",
    "fc00::, false", // fc00::/7
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, false",
    "fe00::, true",
    "fe7f:ffff::, true",
    "fe80::, false", // fe80::/10
    "febf:ffff::, false",
    "fec0::, false", // fec0::/10
    "feff:ffff::, false",
    "ff00::, false", // ff00::/8
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, false",
  })
  void aBlockOfVersionSixEndsWhereItDoes(String address, boolean expected) throws IOException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
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
