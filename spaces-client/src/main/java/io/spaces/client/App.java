package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The app whose data is backed up, and on whose behalf: what stays the same from one run to the
 * next, and is so given once, to the {@linkplain SpaceClient.Builder#app client}. A run may be
 * given {@linkplain TransferBuilder#app another}, or single values of its own. Immutable.
 *
 * <pre>{@code
 * App app = App.builder()
 *     .pid(pid).did(did).user(user)
 *     .name("My app").description("Tasks")
 *     .referrer("https://my.app/settings/backup")
 *     .build();
 * }</pre>
 *
 * <p>Nothing of it is required here; a run says what it misses.
 *
 * @since 0.1.0
 */
public final class App {
  private final Builder parts;

  private App(Builder parts) {
    this.parts = parts;
  }

  /**
   * Starts an app of which nothing is known.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts another app that is as this one, but for what the builder is told.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return parts.copy();
  }

  /**
   * Returns its permanent DID, which stays when its {@link #did} changes: incremental backups are
   * stored below it, and restored from there.
   *
   * @return a DID without {@code did:abt:}, or null when it was not given
   */
  public @Nullable String pid() {
    return parts.pid;
  }

  /**
   * Returns its DID: full backups are stored below it.
   *
   * @return a DID without {@code did:abt:}, or null when it was not given
   */
  public @Nullable String did() {
    return parts.did;
  }

  /**
   * Returns the DID of the user on whose behalf it acts.
   *
   * @return a DID without {@code did:abt:}, or null when it was not given
   */
  public @Nullable String user() {
    return parts.user;
  }

  /**
   * Returns its name, shown with the records of backups.
   *
   * @return some text, or null when it was not given
   */
  public @Nullable String name() {
    return parts.name;
  }

  /**
   * Returns its description, shown with the records of backups.
   *
   * @return some text, or null when it was not given
   */
  public @Nullable String description() {
    return parts.description;
  }

  /**
   * Returns the page from which runs are started, shown with their records.
   *
   * @return an address, or null when it was not given
   */
  public @Nullable String referrer() {
    return parts.referrer;
  }

  /**
   * Returns the DID of the server it runs on, shown with records.
   *
   * @return a DID without {@code did:abt:}, or null when it was not given
   */
  public @Nullable String server() {
    return parts.server;
  }

  /**
   * Returns the DID of who signs for it, shown with the records of backups.
   *
   * @return a DID without {@code did:abt:}, or null when it was not given
   */
  public @Nullable String signer() {
    return parts.signer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof App that
        && Objects.equals(parts.pid, that.parts.pid)
        && Objects.equals(parts.did, that.parts.did)
        && Objects.equals(parts.user, that.parts.user)
        && Objects.equals(parts.name, that.parts.name)
        && Objects.equals(parts.description, that.parts.description)
        && Objects.equals(parts.referrer, that.parts.referrer)
        && Objects.equals(parts.server, that.parts.server)
        && Objects.equals(parts.signer, that.parts.signer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts.pid, parts.did, parts.user, parts.name);
  }

  /**
   * Returns what is known of it.
   *
   * @return such as {@code App[pid z1…, name My app]}
   */
  @Override
  public String toString() {
    StringJoiner known = new StringJoiner(", ", "App[", "]");
    addTo(known, "pid", parts.pid);
    addTo(known, "did", parts.did);
    addTo(known, "user", parts.user);
    addTo(known, "name", parts.name);
    addTo(known, "description", parts.description);
    addTo(known, "referrer", parts.referrer);
    addTo(known, "server", parts.server);
    addTo(known, "signer", parts.signer);
    return known.toString();
  }

  private static void addTo(StringJoiner known, String name, @Nullable String value) {
    if (value != null) {
      known.add(name + " " + value);
    }
  }

  /**
   * Makes an {@link App}. Each value is checked where it is given. Not safe for use by several
   * threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private @Nullable String pid;
    private @Nullable String did;
    private @Nullable String user;
    private @Nullable String name;
    private @Nullable String description;
    private @Nullable String referrer;
    private @Nullable String server;
    private @Nullable String signer;

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.pid = pid;
      copy.did = did;
      copy.user = user;
      copy.name = name;
      copy.description = description;
      copy.referrer = referrer;
      copy.server = server;
      copy.signer = signer;
      return copy;
    }

    /**
     * The app's permanent DID, which stays when its {@link #did} changes: incremental backups are
     * stored below it, and restored from there.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder pid(String did) {
      pid = Parameters.did("pid", did);
      return this;
    }

    /**
     * The app's DID: full backups are stored below it.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder did(String did) {
      this.did = Parameters.did("did", did);
      return this;
    }

    /**
     * The DID of the user on whose behalf it acts.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder user(String did) {
      user = Parameters.did("user", did);
      return this;
    }

    /**
     * The app's name, shown with the records of backups.
     *
     * @param text some text
     * @return this
     * @throws InvalidParameterException when it is blank
     */
    public Builder name(String text) {
      name = Parameters.text("name", text);
      return this;
    }

    /**
     * The app's description, shown with the records of backups.
     *
     * @param text some text
     * @return this
     * @throws InvalidParameterException when it is blank
     */
    public Builder description(String text) {
      description = Parameters.text("description", text);
      return this;
    }

    /**
     * The page from which runs are started, shown with their records.
     *
     * @param uri an http or https address, without a user name
     * @return this
     * @throws InvalidParameterException when it is not such an address
     */
    public Builder referrer(String uri) {
      referrer = Parameters.httpUri("referrer", uri);
      return this;
    }

    /**
     * The DID of the server it runs on, shown with records. By default that of the wallet that
     * signs; with an authorization token, where nothing is signed, the app's.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder server(String did) {
      server = Parameters.did("server", did);
      return this;
    }

    /**
     * The DID of who signs for it, shown with the records of backups. By default that of the wallet
     * that signs; with an authorization token, where nothing is signed, the app's.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder signer(String did) {
      signer = Parameters.did("signer", did);
      return this;
    }

    /**
     * Returns the app.
     *
     * @return one that no longer depends on this
     */
    public App build() {
      return new App(copy());
    }
  }
}
