package io.spaces.client.internal.schedule.job;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.program.ProgramRun;
import io.spaces.client.internal.schedule.plan.SecretLookup;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done before and after each attempt of a run: around what the plan asks for, what the
 * scheduler does.
 *
 * @param before the scheduler's own
 * @param after the scheduler's own
 * @param secrets knows the variables of programs
 */
public record RunHooks(List<Hook> before, List<Hook> after, SecretResolver secrets) {
  private static final Logger log = LoggerFactory.getLogger(RunHooks.class);

  /** What is left for those after a run that is to end at once. */
  private static final Duration HASTE = Duration.ofSeconds(10);

  /** Copies. */
  public RunHooks {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Nothing but what plans ask for. */
  static RunHooks none() {
    return new RunHooks(List.of(), List.of(), SecretResolver.standard());
  }

  /** Those of one attempt. */
  Around of(BackupPlan plan, Cancellation cancellation) {
    return new Around(plan, cancellation);
  }

  /** The hooks of one attempt. */
  final class Around {
    private final BackupPlan plan;
    private final Cancellation cancellation;
    private boolean begun;

    private Around(BackupPlan plan, Cancellation cancellation) {
      this.plan = plan;
      this.cancellation = cancellation;
    }

    /**
     * Does what comes before the run.
     *
     * @throws SpaceException when an essential one fails
     */
    void before(JobChange change) throws InterruptedException {
      List<Hook> hooks = new ArrayList<>(before);
      hooks.addAll(plan.before());
      if (!hooks.isEmpty()) {
        cancellation.throwIfCancelled();
      }
      begun = true;
      BackupJob job = change.job();
      for (Hook hook : hooks) {
        cancellation.throwIfCancelled();
        try {
          run(hook, job, hook.timeLimit(), cancellation);
        } catch (IOException | RuntimeException e) {
          cancellation.throwIfCancelled();
          String why = "The hook " + hook.name() + " before the run failed: " + ForeignWords.of(e);
          if (hook.essential()) {
            throw new SpaceException(why, e);
          }
          warn(why, e, change::warn);
        }
      }
    }

    /** Does what comes after the run, whatever has become of that. */
    void after(JobChange change) {
      if (!begun) {
        return;
      }
      List<Hook> hooks = new ArrayList<>(plan.after());
      hooks.addAll(after);
      for (Hook hook : hooks) {
        boolean late = cancellation.isCancelled();
        boolean shorter = late && hook.timeLimit().compareTo(HASTE) > 0;
        try {
          run(
              hook,
              change.job(),
              shorter ? HASTE : hook.timeLimit(),
              late ? new Cancellation() : cancellation);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failed(hook, e, change);
        } catch (IOException | RuntimeException e) {
          failed(hook, e, change);
        }
      }
    }

    private void failed(Hook hook, Exception e, JobChange change) {
      String why = "The hook " + hook.name() + " after the run failed: " + ForeignWords.of(e);
      if (hook.essential()) {
        log.debug("{}", why, e);
        change.hookFailed(why);
      } else {
        warn(why, e, change::warn);
      }
    }

    private void run(Hook hook, BackupJob job, Duration limit, Cancellation breakingOff)
        throws IOException, InterruptedException {
      Hook.Code code = hook.code();
      if (code == null) {
        program(hook, job).run(limit, breakingOff);
      } else {
        call(hook.name(), code, job, limit, breakingOff);
      }
    }

    private ProgramRun program(Hook hook, BackupJob job) {
      Map<String, String> variables = new HashMap<>();
      variables.put("SPACES_PLAN", plan.name());
      variables.put("SPACES_JOB", job.id());
      variables.put("SPACES_STATUS", job.status().name().toLowerCase(Locale.ROOT));
      if (job.snapshotId() != null) {
        variables.put("SPACES_SNAPSHOT", job.snapshotId());
      }
      List<String> hidden = new ArrayList<>();
      for (Map.Entry<String, SecretRef> variable : hook.environment().entrySet()) {
        String value = SecretLookup.of(variable.getValue(), secrets);
        variables.put(variable.getKey(), value);
        hidden.add(value);
      }
      return new ProgramRun(hook.argv(), variables, hidden);
    }

    private void call(
        String name, Hook.Code code, BackupJob job, Duration limit, Cancellation breakingOff)
        throws IOException, InterruptedException {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                code.run(plan, job);
                return true;
              });
      Thread thread = new Thread(task, "spaces-hook-" + name);
      thread.setDaemon(true);
      thread.start();
      Cancellation.Registration interrupting = breakingOff.onCancel(() -> task.cancel(true));
      try {
        task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        task.cancel(true);
        throw new IOException("It had not ended after " + limit.toSeconds() + " s", e);
      } catch (CancellationException e) {
        throw new CancelledException("It was cancelled.", e);
      } catch (InterruptedException e) {
        task.cancel(true);
        throw e;
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new IOException(ForeignWords.of(cause), cause);
      } finally {
        interrupting.close();
      }
    }
  }

  private static void warn(String why, Exception e, Consumer<Warning> warnings) {
    log.warn("{}", why);
    log.debug("The hook's failure", e);
    warnings.accept(new Warning(Warning.Code.HOOK_FAILED, why));
  }
}
