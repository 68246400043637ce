package io.spaces.client.internal.protocol;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Did;
import io.spaces.client.internal.http.Urls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One app's area in one space: {@code https://HOST[/MOUNT]/api/space/<spaceDid>/app/<appDid>/}, in
 * a normal form.
 */
public final class Endpoint {
  /** Stands for a DID that the server finds out from an access key or a token. */
  public static final String DEFAULT_DID = "default";

  private static final String PARAMETER = "endpoint";
  private static final String EXPECTED =
      "; expected https://HOST[/MOUNT]/api/space/<spaceDid>/app/<appDid>/";

  private final String origin;
  private final String host;
  private final String path;
  private final String spaceDid;
  private final String appDid;

  private Endpoint(String origin, String host, String path, String spaceDid, String appDid) {
    this.origin = origin;
    this.host = host;
    this.path = path;
    this.spaceDid = spaceDid;
    this.appDid = appDid;
  }

  /**
   * Reads an endpoint as users paste it: without its query, its fragment and a trailing {@code
   * object/}, and with one trailing slash.
   *
   * @throws InvalidParameterException when it is not an endpoint
   */
  public static Endpoint parse(String text) {
    URI uri = webUri(text);
    String path = trimmed(uri.getRawPath());
    int at = path.lastIndexOf("/api/space/");
    String[] parts = at < 0 ? new String[0] : path.substring(at + 1).split("/", -1);
    // api / space / <spaceDid> / app / <appDid> / (nothing)
    if (parts.length != 6 || !parts[3].equals("app")) {
      throw new InvalidParameterException(PARAMETER, "is \"" + origin(uri) + path + '"' + EXPECTED);
    }
    String space = did("space", parts[2]);
    String app = did("app", parts[4]);
    String area = path.substring(0, at) + "/api/space/" + space + "/app/" + app + "/";
    if (!Urls.isExact(origin(uri), area)) {
      throw new InvalidParameterException(
          PARAMETER,
          "is \"" + origin(uri) + area + "\", whose path is not in its normal form" + EXPECTED);
    }
    return new Endpoint(origin(uri), host(uri), area, space, app);
  }

  /** Reads an http or https URL, without its query and fragment. */
  static URI webUri(String text) {
    String url = withoutQuery(text.strip());
    URI uri = parsed(url);
    if (uri == null || !isWeb(uri.getScheme())) {
      throw new InvalidParameterException(
          PARAMETER, (mayHoldSecret(url) ? "is not a URL" : "is \"" + url + '"') + EXPECTED);
    }
    // Not getRawUserInfo(): it is null when the host is not to Java's liking.
    if (uri.getRawAuthority() != null && mayHoldSecret(uri.getRawAuthority())) {
      throw new InvalidParameterException(
          PARAMETER, "has a user name before its host, which is not supported" + EXPECTED);
    }
    if (uri.getHost() == null || !Urls.isExact(origin(uri), "/")) {
      throw new InvalidParameterException(
          PARAMETER,
          (mayHoldSecret(url) ? "has" : "is \"" + url + "\", which has")
              + " no valid host or port (a host is an address, or letters, digits, - and dots;"
              + " write an international one as xn--…)"
              + EXPECTED);
    }
    return uri;
  }

  /** A password in a URL stands before an @. */
  private static boolean mayHoldSecret(String url) {
    return url.indexOf('@') >= 0;
  }

  /** Scheme, host and port as they compare: in lower case, without the scheme's own port. */
  static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host(uri) + (usual ? "" : ":" + port);
  }

  private static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  private static @Nullable URI parsed(String url) {
    try {
      return new URI(new URI(url).normalize().toASCIIString());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isWeb(@Nullable String scheme) {
    return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
  }

  private static String withoutQuery(String url) {
    int end = url.length();
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    end = query >= 0 ? Math.min(end, query) : end;
    end = fragment >= 0 ? Math.min(end, fragment) : end;
    return url.substring(0, end);
  }

  private static String trimmed(String path) {
    String trimmed = withoutSlashes(path);
    if (trimmed.endsWith("/object")) {
      trimmed = withoutSlashes(trimmed.substring(0, trimmed.length() - "/object".length()));
    }
    return trimmed + "/";
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static String did(String whose, String text) {
    if (text.equals(DEFAULT_DID)) {
      return text;
    }
    if (!Did.isValid(text)) {
      throw new InvalidParameterException(
          PARAMETER, "names \"" + text + "\" as its " + whose + ", which is not a DID" + EXPECTED);
    }
    return Did.parse(text).address();
  }

  /** The space's DID, or {@link #DEFAULT_DID}. */
  public String spaceDid() {
    return spaceDid;
  }

  /** The app's DID, or {@link #DEFAULT_DID}. */
  public String appDid() {
    return appDid;
  }

  /** Scheme, host and, unless it is the scheme's own, port. */
  public String origin() {
    return origin;
  }

  /** The host, in lower case; an IPv6 address in brackets. */
  public String host() {
    return host;
  }

  /** The path, from its first to its last slash. */
  public String path() {
    return path;
  }

  /** The path of the space itself, above the app's area, without a slash at its end. */
  String spacePath() {
    return path.substring(0, path.lastIndexOf("/app/"));
  }

  /**
   * The page on which people look at what the app has in the space, as Blocklet Server links to it;
   * null when the endpoint does not name the space and the app.
   */
  public @Nullable String explorer() {
    if (spaceDid.equals(DEFAULT_DID) || appDid.equals(DEFAULT_DID)) {
      return null;
    }
    String mount = path.substring(0, path.lastIndexOf("/api/space/"));
    String folder = "/apps/" + appDid + "/.did-objects/" + appDid + "/";
    return origin + mount + "/space/" + spaceDid + "/apps/" + appDid + "/explorer?key=" + folder;
  }

  /** Whether requests are protected by TLS. */
  public boolean isSecure() {
    return origin.startsWith("https:");
  }

  /** Whether both name the same app's area in the same space, wherever it is served. */
  public boolean isSameArea(Endpoint other) {
    return spaceDid.equals(other.spaceDid) && appDid.equals(other.appDid);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint e && e.origin.equals(origin) && e.path.equals(path);
  }

  @Override
  public int hashCode() {
    return 31 * origin.hashCode() + path.hashCode();
  }

  @Override
  public String toString() {
    return origin + path;
  }
}
