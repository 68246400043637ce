package io.spaces.client.testkit.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Backs up, restores and prunes at random, under faults, cancelled and killed, and compares the
 * space and what is restored with a model after every step. A finding is shown with its seed and
 * with the fewest steps that still lead to it.
 *
 * <pre>{@code
 * java -cp spaces.jar io.spaces.client.testkit.soak.Soak 20m 4711
 * }</pre>
 */
public final class Soak {
  private static final String USAGE =
      """
      Usage: Soak <how long: 90s, 20m, 8h, or a number of steps> <seed>
             Soak replay <seed of a round> <step>...\
      """;

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final int STEPS_A_ROUND = 25;

  private final Path work;
  private final SoakCounts tally = new SoakCounts();
  private int number;

  private Soak(Path work) {
    this.work = work;
  }

  /**
   * Soaks until the time is over or something is found; ends with 1 when something is, and with 2
   * when the arguments make no sense.
   *
   * @param args how long, such as {@code 20m} or a number of steps, and the seed; or {@code
   *     replay}, the seed of a round, and its steps as they were printed
   * @throws IOException when its own files cannot be written
   */
  public static void main(String[] args) throws IOException {
    // What the library says of each fault is of interest when a history is replayed, at most.
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "off");
    }
    int exitCode = 0;
    Path work = Files.createTempDirectory("soak");
    try {
      System.out.println(run(args, work));
    } catch (IllegalArgumentException | DateTimeException e) {
      System.err.println(USAGE);
      exitCode = 2;
    } catch (AssertionError e) {
      e.printStackTrace();
      exitCode = 1;
    } finally {
      Site.deleteFolder(work);
    }
    System.exit(exitCode);
  }

  private static String run(String[] args, Path work) {
    if (args.length < 2) {
      throw new IllegalArgumentException("too few arguments");
    }
    long seed = Long.parseLong(args[1]);
    return args[0].equals("replay")
        ? replay(seed, Arrays.asList(args).subList(2, args.length), work)
        : soak(args[0], seed, work);
  }

  private static String soak(String howLong, long seed, Path work) {
    return howLong.matches("\\d+")
        ? run(Integer.parseInt(howLong), seed, work)
        : run(Duration.parse("PT" + howLong.toUpperCase(Locale.ROOT)), seed, work);
  }

  private static String replay(long roundSeed, List<String> steps, Path work) {
    Soak soak = new Soak(work);
    List<Step> history = steps.stream().map(Step::parse).toList();
    Throwable finding = soak.play(roundSeed, history, new ArrayList<>(), soak.tally);
    if (finding != null) {
      throw new AssertionError("The round of seed " + roundSeed + ": " + finding, finding);
    }
    return "No finding: " + soak.tally;
  }

  /**
   * Soaks until the time is over.
   *
   * @param time how long; the round under way is finished
   * @param seed where everything random comes from
   * @param work a folder to work in
   * @return how many steps, kills and faults there were
   * @throws AssertionError when something is found; the message has the seed and the history
   */
  public static String run(Duration time, long seed, Path work) {
    long end = System.nanoTime() + time.toNanos();
    return new Soak(work).rounds(seed, () -> System.nanoTime() - end < 0);
  }

  /**
   * Soaks for a number of steps.
   *
   * @param steps how many at least; the round under way is finished
   * @param seed where everything random comes from
   * @param work a folder to work in
   * @return how many steps, kills and faults there were
   * @throws AssertionError when something is found; the message has the seed and the history
   */
  public static String run(int steps, long seed, Path work) {
    Soak soak = new Soak(work);
    return soak.rounds(seed, () -> soak.tally.steps < steps);
  }

  private String rounds(long seed, BooleanSupplier more) {
    Random random = new Random(seed);
    // Neighbours among the rounds differ in layout.
    long layout = random.nextInt(4);
    do {
      round(seed, (random.nextLong() >>> 3) * 4 + Math.floorMod(layout++, 4));
    } while (more.getAsBoolean());
    return "Seed " + seed + ": " + tally;
  }

  private void round(long seed, long roundSeed) {
    Random random = new Random(roundSeed);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS_A_ROUND; i++) {
      steps.add(new Step(Step.Kind.random(random), random.nextLong() >>> 1));
    }
    tally.rounds++;
    List<Step> taken = new ArrayList<>();
    Throwable finding = play(roundSeed, steps, taken, tally);
    if (finding != null) {
      throw new AssertionError(
          "A finding with seed %d, in round %d: %s%nThe fewest steps that still led to one:%n%s"
              .formatted(seed, tally.rounds, finding.getMessage(), shortest(roundSeed, taken)),
          finding);
    }
  }

  private String shortest(long roundSeed, List<Step> taken) {
    List<Step> fewest =
        new Shortening(steps -> play(roundSeed, steps, new ArrayList<>(), new SoakCounts()) != null)
            .of(taken);
    StringBuilder text = new StringBuilder("replay " + roundSeed);
    fewest.forEach(step -> text.append(" '").append(step).append('\''));
    return text.toString();
  }

  /** Returns what was found, or null. */
  private @Nullable Throwable play(
      long roundSeed, List<Step> steps, List<Step> taken, SoakCounts counts) {
    try (Round round = new Round(work.resolve("round-" + ++number), roundSeed, counts)) {
      for (Step step : steps) {
        taken.add(step);
        round.take(step);
      }
      round.end();
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }
}
