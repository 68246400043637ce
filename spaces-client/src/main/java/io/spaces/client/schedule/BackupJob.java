package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.library.RequiredLibraries;
import io.spaces.client.internal.schedule.job.JobJson;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan. Immutable: a snapshot of how it stands. Two are equal that say the same.
 *
 * @since 0.1.0
 */
public final class BackupJob {
  private final Parts parts;

  private record Parts(
      String id,
      String plan,
      Strategy strategy,
      JobStatus status,
      String description,
      Instant dueAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String node,
      String destination,
      long count,
      long size,
      long errorCount,
      @Nullable String recordId,
      @Nullable String snapshotId,
      String message,
      List<Warning> warnings,
      @Nullable String set) {}

  private BackupJob(Parts parts) {
    this.parts = parts;
  }

  /**
   * Puts a job together, as a scheduler does, and who remembers jobs or tests what is told of them.
   *
   * @param id see {@link #id}
   * @param plan see {@link #plan}
   * @param dueAt see {@link #dueAt}
   * @return a builder of a job that waits
   */
  public static Builder builder(String id, String plan, Instant dueAt) {
    return new Builder(id, plan, dueAt);
  }

  /**
   * A builder that starts from this job.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** {@return its id, unique among all nodes} */
  public String id() {
    return parts.id;
  }

  /** {@return the plan's name} */
  public String plan() {
    return parts.plan;
  }

  /** {@return what started it} */
  public Strategy strategy() {
    return parts.strategy;
  }

  /** {@return how far it has come} */
  public JobStatus status() {
    return parts.status;
  }

  /** {@return what the run is for, from the plan's template or from who triggered it} */
  public String description() {
    return parts.description;
  }

  /** {@return when it was to start} */
  public Instant dueAt() {
    return parts.dueAt;
  }

  /** {@return when it started, or null before that} */
  public @Nullable Instant startedAt() {
    return parts.startedAt;
  }

  /** {@return when it ended, or null before that, and when its node died, nobody knows when} */
  public @Nullable Instant endedAt() {
    return parts.endedAt;
  }

  /** {@return the name of the scheduler that runs it, or null before that} */
  public @Nullable String node() {
    return parts.node;
  }

  /** {@return where to: the address of the plan's destination, without secrets} */
  public String destination() {
    return parts.destination;
  }

  /** {@return objects uploaded and deleted; -1 when unknown} */
  public long count() {
    return parts.count;
  }

  /** {@return content bytes uploaded; -1 when unknown} */
  public long size() {
    return parts.size;
  }

  /** {@return objects that failed; -1 when unknown} */
  public long errorCount() {
    return parts.errorCount;
  }

  /** {@return the id of the space's record, or null} */
  public @Nullable String recordId() {
    return parts.recordId;
  }

  /** {@return the id of the snapshot it made, or null} */
  public @Nullable String snapshotId() {
    return parts.snapshotId;
  }

  /** {@return what to tell a person: why it failed, say} */
  public String message() {
    return parts.message;
  }

  /**
   * {@return what a person should know besides; see {@link
   * io.spaces.client.backup.BackupResult#warnings}}
   */
  public List<Warning> warnings() {
    return parts.warnings;
  }

  /**
   * {@return what it is a backup of, see {@link BackupPlan#set(java.util.Set)}; null for a mirror,
   * unless a part of its sources was asked for, and where a node of before this was told has run
   * it}
   */
  public @Nullable String set() {
    return parts.set;
  }

  /**
   * Returns how long it took.
   *
   * @return the time from start to end, or null when one of the two is not known
   */
  public @Nullable Duration duration() {
    return parts.startedAt == null || parts.endedAt == null
        ? null
        : Duration.between(parts.startedAt, parts.endedAt);
  }

  /**
   * Writes the job as JSON, to be kept or sent elsewhere: all that it says, times in UTC as {@link
   * Instant#toString} writes them, and the names of enums.
   *
   * @return a line of text that {@link #fromJson} reads
   */
  public String toJson() {
    RequiredLibraries.checkForPlans();
    return JobJson.write(this).toString();
  }

  /**
   * Reads a job. What a later release may have added to it is left out.
   *
   * @param json as {@link #toJson} writes it
   * @return the job
   * @throws InvalidParameterException when that is no JSON, or not of a job
   */
  public static BackupJob fromJson(String json) {
    RequiredLibraries.checkForPlans();
    return JobJson.read(required("json", json));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BackupJob that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns all that it says, which is no secret. */
  @Override
  public String toString() {
    return parts.toString().replaceFirst("Parts", "BackupJob");
  }

  /**
   * Puts a {@link BackupJob} together. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final String id;
    private final String plan;
    private Strategy strategy = Strategy.AUTOMATIC;
    private JobStatus status = JobStatus.WAITING;
    private String description = "";
    private final Instant dueAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable String node;
    private String destination = "";
    private long count = -1;
    private long size = -1;
    private long errorCount = -1;
    private @Nullable String recordId;
    private @Nullable String snapshotId;
    private String message = "";
    private List<Warning> warnings = List.of();
    private @Nullable String set;

    private Builder(String id, String plan, Instant dueAt) {
      this.id = required("id", id);
      this.plan = required("plan", plan);
      this.dueAt = required("dueAt", dueAt);
    }

    private Builder(BackupJob from) {
      id = from.parts.id;
      plan = from.parts.plan;
      strategy = from.parts.strategy;
      status = from.parts.status;
      description = from.parts.description;
      dueAt = from.parts.dueAt;
      startedAt = from.parts.startedAt;
      endedAt = from.parts.endedAt;
      node = from.parts.node;
      destination = from.parts.destination;
      count = from.parts.count;
      size = from.parts.size;
      errorCount = from.parts.errorCount;
      recordId = from.parts.recordId;
      snapshotId = from.parts.snapshotId;
      message = from.parts.message;
      warnings = from.parts.warnings;
      set = from.parts.set;
    }

    /**
     * What started it.
     *
     * @param strategy {@link Strategy#AUTOMATIC} by default
     * @return this
     */
    public Builder strategy(Strategy strategy) {
      this.strategy = required("strategy", strategy);
      return this;
    }

    /**
     * How far it has come.
     *
     * @param status {@link JobStatus#WAITING} by default
     * @return this
     */
    public Builder status(JobStatus status) {
      this.status = required("status", status);
      return this;
    }

    /**
     * What the run is for.
     *
     * @param description empty by default
     * @return this
     */
    public Builder description(String description) {
      this.description = required("description", description);
      return this;
    }

    /**
     * When it started.
     *
     * @param startedAt null, the default, before that
     * @return this
     */
    public Builder startedAt(@Nullable Instant startedAt) {
      this.startedAt = startedAt;
      return this;
    }

    /**
     * When it ended.
     *
     * @param endedAt null, the default, before that, and where nobody knows
     * @return this
     */
    public Builder endedAt(@Nullable Instant endedAt) {
      this.endedAt = endedAt;
      return this;
    }

    /**
     * The name of the scheduler that runs it.
     *
     * @param node null, the default, before that
     * @return this
     */
    public Builder node(@Nullable String node) {
      this.node = node;
      return this;
    }

    /**
     * Where to.
     *
     * @param destination empty by default
     * @return this
     */
    public Builder destination(String destination) {
      this.destination = required("destination", destination);
      return this;
    }

    /**
     * Objects uploaded and deleted.
     *
     * @param count -1, the default, when unknown
     * @return this
     */
    public Builder count(long count) {
      this.count = count;
      return this;
    }

    /**
     * Content bytes uploaded.
     *
     * @param size -1, the default, when unknown
     * @return this
     */
    public Builder size(long size) {
      this.size = size;
      return this;
    }

    /**
     * Objects that failed.
     *
     * @param errorCount -1, the default, when unknown
     * @return this
     */
    public Builder errorCount(long errorCount) {
      this.errorCount = errorCount;
      return this;
    }

    /**
     * The id of the space's record.
     *
     * @param recordId null, the default, for none
     * @return this
     */
    public Builder recordId(@Nullable String recordId) {
      this.recordId = recordId;
      return this;
    }

    /**
     * The id of the snapshot it made.
     *
     * @param snapshotId null, the default, for none
     * @return this
     */
    public Builder snapshotId(@Nullable String snapshotId) {
      this.snapshotId = snapshotId;
      return this;
    }

    /**
     * What to tell a person.
     *
     * @param message empty by default
     * @return this
     */
    public Builder message(String message) {
      this.message = required("message", message);
      return this;
    }

    /**
     * What a person should know besides.
     *
     * @param warnings none by default
     * @return this
     */
    public Builder warnings(List<Warning> warnings) {
      this.warnings = Parameters.all("warnings", warnings);
      return this;
    }

    /**
     * What it is a backup of.
     *
     * @param set null, the default, for a mirror
     * @return this
     */
    public Builder set(@Nullable String set) {
      this.set = set;
      return this;
    }

    /**
     * Returns the job.
     *
     * @return an immutable value
     */
    public BackupJob build() {
      return new BackupJob(
          new Parts(
              id,
              plan,
              strategy,
              status,
              description,
              dueAt,
              startedAt,
              endedAt,
              node,
              destination,
              count,
              size,
              errorCount,
              recordId,
              snapshotId,
              message,
              warnings,
              set));
    }
  }
}
