package io.spaces.client.snapshot;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.transfer.TransferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification looks at, and how far it goes in one run.
 *
 * <pre>{@code
 * VerifyResult result = snapshots.verify(VerifyOptions.builder().budget(Duration.ofMinutes(30)).build());
 * }</pre>
 *
 * <p>Whatever is said here, all objects of the snapshots that are looked at have to be listed, and
 * their lists of entries are read. {@link Builder#share A share} and {@link Builder#budget(long) a
 * budget} bound how much of the data is read; {@link VerifyResult#packsUnread} tells what was left.
 * Immutable.
 *
 * @since 1.0.0
 */
public final class VerifyOptions {
  private final @Nullable String set;
  private final List<String> snapshots;
  private final boolean readData;
  private final int share;
  private final int of;
  private final @Nullable Long budgetBytes;
  private final @Nullable Duration budgetTime;
  private final int concurrency;
  private final List<TransferListener> listeners;

  private VerifyOptions(Builder from) {
    set = from.set;
    snapshots = from.snapshots;
    readData = from.readData;
    share = from.share;
    of = from.of;
    budgetBytes = from.budgetBytes;
    budgetTime = from.budgetTime;
    concurrency = from.concurrency;
    listeners = List.copyOf(from.listeners);
  }

  /**
   * Starts with all snapshots, of which no data is read.
   *
   * @return a builder, not safe for use by several threads
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Which set is looked at.
   *
   * @return its name, or null for all
   */
  public @Nullable String set() {
    return set;
  }

  /**
   * Which snapshots are looked at.
   *
   * @return their ids, or the beginnings of them; empty for all
   */
  public List<String> snapshots() {
    return snapshots;
  }

  /**
   * Whether data is read, decrypted and hashed, too.
   *
   * @return true also where there is a share or a budget
   */
  public boolean readData() {
    return readData || of > 1 || hasBudget();
  }

  /**
   * Which share of the data is read.
   *
   * @return from 1
   */
  public int share() {
    return share;
  }

  /**
   * How many shares there are.
   *
   * @return 1 for all at once
   */
  public int of() {
    return of;
  }

  /**
   * How much data is read.
   *
   * @return stored bytes, or null for no bound
   */
  public @Nullable Long budgetBytes() {
    return budgetBytes;
  }

  /**
   * How long data is read.
   *
   * @return the time since the verification began, or null for no bound
   */
  public @Nullable Duration budgetTime() {
    return budgetTime;
  }

  /**
   * Whether a run may end before it has read all, and the next one goes on from there.
   *
   * @return true when there is a budget of bytes, of time, or both
   */
  public boolean hasBudget() {
    return budgetBytes != null || budgetTime != null;
  }

  /**
   * How many packs are read at once.
   *
   * @return 1 to 256
   */
  public int concurrency() {
    return concurrency;
  }

  /**
   * Who is told how far it is.
   *
   * @return the listeners
   */
  public List<TransferListener> listeners() {
    return listeners;
  }

  /**
   * Makes options. Each is checked where it is given.
   *
   * @since 1.0.0
   */
  public static final class Builder {
    private @Nullable String set;
    private List<String> snapshots = List.of();
    private boolean readData;
    private int share = 1;
    private int of = 1;
    private @Nullable Long budgetBytes;
    private @Nullable Duration budgetTime;
    private int concurrency = 5;
    private final List<TransferListener> listeners = new ArrayList<>();

    private Builder() {}

    /**
     * Looks at the snapshots of one set alone, also those of it in the trash.
     *
     * @param set its name; empty for those that nobody gave one
     * @return this
     */
    public Builder set(String set) {
      this.set = Parameters.required("set", set);
      return this;
    }

    /**
     * Looks at some snapshots alone.
     *
     * @param ids their ids, or the beginnings of them
     * @return this
     * @throws InvalidParameterException when one is no such text
     */
    public Builder snapshots(String... ids) {
      snapshots =
          Parameters.all("ids", ids).stream().map(id -> Parameters.snapshotId("id", id)).toList();
      return this;
    }

    /**
     * Reads, decrypts and hashes all data, too: as much work as to restore it.
     *
     * @param readData false by default
     * @return this
     */
    public Builder readData(boolean readData) {
      this.readData = readData;
      return this;
    }

    /**
     * Reads the data of one share of the packs, about as large as any other. Which pack belongs to
     * which share never changes: as many runs as there are shares, one for each, read all.
     *
     * @param n which, from 1
     * @param of how many there are, 1 to 1,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder share(int n, int of) {
      this.of = Parameters.between("share", 1, 1000, of);
      share = Parameters.between("share", 1, of, n);
      return this;
    }

    /**
     * Reads so much data, and the next run that has a budget goes on from there. What has been read
     * is kept where this machine keeps what it knows of the vault; once all is read it begins anew.
     * A pack that is not sound is read by each run.
     *
     * @param bytes stored bytes, 1 or more; one pack is read in any case
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder budget(long bytes) {
      budgetBytes = Parameters.positive("budget", bytes);
      return this;
    }

    /**
     * Reads data until so much time has passed since the verification began, and the next run that
     * has a budget goes on from there; see {@link #budget(long)}. What is being read then is read
     * to its end.
     *
     * @param time more than 0; one pack is read in any case
     * @return this
     * @throws InvalidParameterException when it is not
     */
    public Builder budget(Duration time) {
      budgetTime = Parameters.positive("budget", Parameters.required("time", time));
      return this;
    }

    /**
     * How many packs are read at once; fewer are where memory is short.
     *
     * @param concurrency 1 to 256; 5 by default
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder concurrency(int concurrency) {
      this.concurrency = Parameters.between("concurrency", 1, 256, concurrency);
      return this;
    }

    /**
     * Adds a listener, which is told of packs by their names.
     *
     * @param listener told what the verification does
     * @return this
     */
    public Builder listener(TransferListener listener) {
      listeners.add(Parameters.required("listener", listener));
      return this;
    }

    /**
     * Returns the options.
     *
     * @return what was said so far
     * @throws InvalidParameterException when both a set and snapshots are given
     */
    public VerifyOptions build() {
      if (set != null && !snapshots.isEmpty()) {
        throw new InvalidParameterException(
            "set", "is given beside snapshots; expected one of them");
      }
      return new VerifyOptions(this);
    }
  }
}
