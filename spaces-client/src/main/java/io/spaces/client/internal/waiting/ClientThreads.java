package io.spaces.client.internal.waiting;

import io.spaces.client.error.SpaceException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of runs and tasks: daemons with a name, by the factory that the application has
 * given to its client, if it has. A thread that was made here makes its own by the same factory, so
 * that what an application copies from thread to thread reaches all of them.
 */
public final class ClientThreads {
  private static final ThreadLocal<@Nullable ThreadFactory> MAKER = new ThreadLocal<>();

  private ClientThreads() {}

  /**
   * Does something that makes threads.
   *
   * @param factory makes them; null for plain ones
   * @param work done at once, in the calling thread
   * @param <T> what that returns
   * @return the same
   */
  public static <T> T madeBy(@Nullable ThreadFactory factory, Supplier<T> work) {
    ThreadFactory before = MAKER.get();
    use(factory);
    try {
      return work.get();
    } finally {
      use(before);
    }
  }

  private static void use(@Nullable ThreadFactory factory) {
    if (factory == null) {
      MAKER.remove();
    } else {
      MAKER.set(factory);
    }
  }

  /**
   * Makes a thread.
   *
   * @param name its name
   * @param work what it does
   * @return a daemon, not started
   * @throws SpaceException when the application's factory makes none
   */
  public static Thread unstarted(String name, Runnable work) {
    return unstarted(MAKER.get(), name, work);
  }

  private static Thread unstarted(@Nullable ThreadFactory factory, String name, Runnable work) {
    Thread thread = factory == null ? new Thread(work) : made(factory, work);
    thread.setName(name);
    if (!thread.isDaemon()) {
      thread.setDaemon(true);
    }
    return thread;
  }

  private static Thread made(ThreadFactory factory, Runnable work) {
    Thread thread =
        factory.newThread(
            () ->
                madeBy(
                    factory,
                    () -> {
                      work.run();
                      return true;
                    }));
    if (thread == null) {
      throw new SpaceException(
          "The client's thread factory, " + factory + ", returned null in place of a thread");
    }
    return thread;
  }

  /**
   * Makes a thread and starts it.
   *
   * @param name its name
   * @param work what it does
   * @return a daemon that runs
   */
  public static Thread start(String name, Runnable work) {
    Thread thread = unstarted(name, work);
    thread.start();
    return thread;
  }

  /**
   * A factory for an executor. It makes threads as the calling thread does, whoever the executor
   * asks for one.
   *
   * @param name the threads' name
   * @return makes daemons of that name
   */
  public static ThreadFactory named(String name) {
    return named(() -> name);
  }

  /**
   * The same, where each has a name of its own.
   *
   * @param names gives the next
   * @return makes daemons
   */
  public static ThreadFactory named(Supplier<String> names) {
    ThreadFactory factory = MAKER.get();
    return work -> unstarted(factory, names.get(), work);
  }
}
