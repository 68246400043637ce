package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to do before or after each run of a plan, such as to hold an application still and to
 * let it go on: a program, or code. Immutable; holds references to secrets, and no secret.
 *
 * <p>Those before a run come in their order, and the run begins when the last has ended. Those
 * after it come in their order, however the run has ended, also where it was cancelled or one
 * before it has failed; not where none was begun. With {@link BackupPlan#runRetries} each attempt
 * is such a run. One that fails, or takes longer than its limit, fails the run where it is
 * {@linkplain #essential() essential}: before it, nothing is backed up; after it, the job has
 * failed, and what was backed up stays. Of any other, the job warns.
 *
 * <p>A program is started as it is given, without a shell, with an empty input. It gets {@code
 * SPACES_PLAN}, {@code SPACES_JOB} and {@code SPACES_STATUS} ({@code running}, and after the run
 * {@code succeeded}, {@code partial}, {@code failed} or {@code cancelled}), and after it {@code
 * SPACES_SNAPSHOT}, where there is one. It has failed when it ends with another code than 0; the
 * end of what it has printed is in the reason, without the values of its variables. At its limit,
 * and when the run is cancelled, it is ended with all that it has started, and killed where it has
 * not ended a second later; those after a run that was cancelled get ten seconds at the most. Code
 * runs on a thread of its own, which is interrupted then, and left behind where that does not wake
 * it.
 *
 * @since 0.1.0
 */
public final class Hook {
  private static final Duration USUAL = Duration.ofMinutes(10);

  private final Parts parts;

  private record Parts(
      String name,
      List<String> argv,
      @Nullable Code code,
      Map<String, SecretRef> environment,
      Duration timeLimit,
      boolean essential) {}

  /**
   * Code as a hook.
   *
   * @since 0.1.0
   */
  @FunctionalInterface
  public interface Code {
    /**
     * Does what is to be done.
     *
     * @param plan the plan that runs
     * @param job how it stands: running, or, after the run, as it has ended
     * @throws Exception when it fails; the message is kept with the job
     */
    void run(BackupPlan plan, BackupJob job) throws Exception;
  }

  private Hook(Parts parts) {
    this.parts = parts;
  }

  /**
   * A program.
   *
   * @param argv the program and its arguments; they are stored and shown, so no secret may be in
   *     them
   * @return an essential hook with a limit of ten minutes
   * @throws InvalidParameterException when there is no program
   */
  public static Hook program(String... argv) {
    return program(Arrays.asList(required("argv", argv)));
  }

  /**
   * A program.
   *
   * @param argv the program and its arguments; they are stored and shown, so no secret may be in
   *     them
   * @return an essential hook with a limit of ten minutes
   * @throws InvalidParameterException when there is no program
   */
  public static Hook program(List<String> argv) {
    List<String> copy = Parameters.all("argv", argv);
    if (copy.isEmpty() || copy.get(0).isBlank()) {
      throw new InvalidParameterException("argv", "is empty; expected a program");
    }
    return new Hook(new Parts(copy.get(0), copy, null, Map.of(), USUAL, true));
  }

  /**
   * Code; for a {@linkplain BackupSchedulerBuilder#before scheduler}, since no plan can hold it.
   *
   * @param name what it is called where it has failed
   * @param code what is done; called by several threads where several plans run at once
   * @return an essential hook with a limit of ten minutes
   * @throws InvalidParameterException when the name is blank
   */
  public static Hook code(String name, Code code) {
    Parameters.text("name", name);
    required("code", code);
    return new Hook(new Parts(name, List.of(), code, Map.of(), USUAL, true));
  }

  /**
   * The same program with other variables besides its own environment.
   *
   * @param variables where their values are, by their names
   * @return a copy
   * @throws InvalidParameterException when this is code
   */
  public Hook environment(Map<String, SecretRef> variables) {
    required("environment", variables);
    if (parts.code != null) {
      throw new InvalidParameterException("environment", "is for programs; code has none");
    }
    return new Hook(
        new Parts(
            parts.name, parts.argv, null, Map.copyOf(variables), parts.timeLimit, parts.essential));
  }

  /**
   * The same with another limit on how long it may take.
   *
   * @param limit 1 second to 24 days, in whole seconds
   * @return a copy
   * @throws InvalidParameterException when out of range
   */
  public Hook timeLimit(Duration limit) {
    Parameters.limit(required("timeLimit", limit));
    return new Hook(
        new Parts(parts.name, parts.argv, parts.code, parts.environment, limit, parts.essential));
  }

  /**
   * The same, of which the job only warns when it fails, or not so.
   *
   * @param essential whether its failure is that of the run
   * @return a copy
   */
  public Hook essential(boolean essential) {
    return new Hook(
        new Parts(
            parts.name, parts.argv, parts.code, parts.environment, parts.timeLimit, essential));
  }

  /** {@return what it is called: a program's first word, or the name that was given to code} */
  public String name() {
    return parts.name;
  }

  /** {@return the program and its arguments; empty for code} */
  public List<String> argv() {
    return parts.argv;
  }

  /** {@return the code, or null for a program} */
  public @Nullable Code code() {
    return parts.code;
  }

  /** {@return what a program gets besides its own environment: where the values are, by name} */
  public Map<String, SecretRef> environment() {
    return parts.environment;
  }

  /** {@return how long it may take; ten minutes by default} */
  public Duration timeLimit() {
    return parts.timeLimit;
  }

  /** {@return whether its failure is that of the run; true by default} */
  public boolean essential() {
    return parts.essential;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hook that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns the program, or what the code is called. */
  @Override
  public String toString() {
    return "Hook[" + (parts.code == null ? String.join(" ", parts.argv) : parts.name) + "]";
  }
}
