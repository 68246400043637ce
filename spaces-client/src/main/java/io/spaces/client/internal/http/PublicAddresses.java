package io.spaces.client.internal.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;

/** Which addresses belong to the public internet, and names that may resolve to nothing else. */
final class PublicAddresses implements Dns, PublicHosts {
  private final Set<String> publicOnly = ConcurrentHashMap.newKeySet();

  @Override
  public void keepPublic(String host) {
    publicOnly.add(host);
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = Dns.SYSTEM.lookup(host);
    // A name that was public when it was checked may have been pointed inwards since.
    if (publicOnly.contains(host) && !addresses.stream().allMatch(PublicAddresses::isPublic)) {
      throw new UnknownHostException(host + " no longer has public addresses only");
    }
    return addresses;
  }

  @Override
  public boolean isPublic(String host) throws IOException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (!isPublic(address)) {
        return false;
      }
    }
    return true;
  }

  static boolean isPublic(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && (address instanceof Inet4Address
            ? isPublicV4(address.getAddress(), 0)
            : isPublicV6(address.getAddress()));
  }

  /** The special-purpose blocks of the IANA registry (RFC 6890) that Java does not know. */
  private static boolean isPublicV4(byte[] bytes, int offset) {
    int a = bytes[offset] & 0xff;
    int b = bytes[offset + 1] & 0xff;
    int c = bytes[offset + 2] & 0xff;
    return a != 0 // this network
        && a != 10 // private
        && a != 127 // loopback
        && !(a == 100 && b >= 64 && b < 128) // carrier-grade NAT
        && !(a == 169 && b == 254) // link-local, and where clouds serve their metadata
        && !(a == 172 && b >= 16 && b < 32) // private
        && !(a == 192 && b == 0 && c == 0) // protocol assignments
        && !(a == 192 && b == 168) // private
        && !(a == 198 && (b == 18 || b == 19)) // benchmarks
        && a < 224; // multicast, reserved, broadcast
  }

  private static boolean isPublicV6(byte[] bytes) {
    if ((bytes[0] & 0xfe) == 0xfc) {
      return false; // unique local, fc00::/7
    }
    if (startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return false; // ::/80: unspecified, loopback and IPv4 in its old clothes
    }
    if (startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicV4(bytes, 12); // IPv4 behind NAT64, 64:ff9b::/96
    }
    if (startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 1)) {
      return false; // local-use NAT64, 64:ff9b:1::/48
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return isPublicV4(bytes, 2); // IPv4 behind 6to4, 2002::/16
    }
    // Teredo hides an IPv4 address; nobody serves a space there.
    return !startsWith(bytes, 0x20, 0x01, 0, 0);
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
