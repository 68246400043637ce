package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.e2e.HostileChild.Report;
import io.spaces.client.e2e.HostileFront.Attack;
import io.spaces.client.e2e.HostileProgram.Outcome;
import io.spaces.client.e2e.HostileProgram.Place;
import io.spaces.client.e2e.HostileProgram.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Attacks on all that can be done with a mirror, or with a vault. */
final class HostileRun implements AutoCloseable {
  /** Far more than anything takes here; what does not end by itself takes longer. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The system property that picks attacks by a regular expression. */
  private static final String ONLY = "spaces.attack";

  private static final int STRIDE = 7_919;

  private final HostileWorld world;
  private final HostileChild child;
  private final HostileDisk disk;
  private final List<Work> works;

  /** How often each work asks for each route. */
  private final Map<Work, Map<String, Integer>> habits = new EnumMap<>(Work.class);

  private int unstruck;

  /** Something to do while the space does something else. */
  record Cell(Work work, Attack attack) {
    @Override
    public String toString() {
      return work + " and " + attack;
    }
  }

  /** Sees what each work asks for. */
  HostileRun(Path folder, boolean vault) throws IOException, InterruptedException {
    world = new HostileWorld(folder, vault);
    child = new HostileChild(world.front.honest(), world.temporary, folder.resolve("output"));
    disk = new HostileDisk(world);
    works = Arrays.stream(Work.values()).filter(work -> work.isOfAVault() == vault).toList();
    for (Work work : works) {
      world.reset();
      Report report = run(work, world.place, true);
      assertThat(report.succeeded()).as("%s: %s", work, report.text()).isTrue();
      Map<String, Integer> habit = new TreeMap<>();
      world.front.requests().forEach((route, number) -> habit.put(route, number.get()));
      habits.put(work, habit);
      assertThat(new HostileChecks(world, this::run).findings(work, null, report)).isEmpty();
    }
  }

  private Report run(Work work, Place place, boolean patient)
      throws IOException, InterruptedException {
    return child.run(work, world.front.endpoint(), patient, place, LIMIT);
  }

  /** Every answer to every route, at every moment, whatever is done. */
  List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (HostileAnswer answer : HostileAnswer.values()) {
      habits.forEach(
          (work, habit) ->
              habit.forEach(
                  (route, number) -> {
                    for (int from : new TreeSet<>(List.of(1, (number + 1) / 2, number))) {
                      cells.add(new Cell(work, new Attack(route, from, false, answer)));
                    }
                    cells.add(new Cell(work, new Attack(route, 1, true, answer)));
                  }));
    }
    Pattern only = Pattern.compile(System.getProperty(ONLY, ""));
    cells.removeIf(cell -> !only.matcher(cell.toString()).find());
    return cells;
  }

  /** Every answer to every kind of route, each with something to do and at some moment. */
  List<Cell> some() {
    Map<String, List<Cell>> alike = new TreeMap<>();
    for (Cell cell : all()) {
      String[] words = cell.attack().route().split(" ", -1);
      boolean objects = words[1].equals("object") || words[1].equals("lists");
      String kind = objects ? words[0] + " " + words[1] : words[0].equals("PUT") ? "PUT" : "other";
      alike.computeIfAbsent(kind + cell.attack().answer(), k -> new ArrayList<>()).add(cell);
    }
    List<Cell> some = new ArrayList<>();
    for (List<Cell> choices : alike.values()) {
      // Neighbours differ in what is done, and when: a stride that fits no number of them evenly.
      some.add(choices.get((some.size() * STRIDE) % choices.size()));
    }
    return some;
  }

  /** Carries the attacks out and returns what is wrong, nothing when all is well. */
  List<String> attack(List<Cell> cells, Consumer<String> told)
      throws IOException, InterruptedException {
    List<String> findings = new ArrayList<>();
    Duration longest = Duration.ZERO;
    Duration waited = Duration.ZERO;
    long start = System.nanoTime();
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Cell cell : cells) {
      world.reset();
      disk.begin();
      world.front.attack(cell.attack());
      Report report = run(cell.work(), world.place, false);
      unstruck += world.front.struck() == 0 ? 1 : 0;
      world.front.attack(null);
      outcomes.merge(report.outcome(), 1, Integer::sum);
      longest = report.took().compareTo(longest) > 0 ? report.took() : longest;
      waited = report.waited().compareTo(waited) > 0 ? report.waited() : waited;
      List<String> wrong =
          new ArrayList<>(
              new HostileChecks(world, this::run)
                  .findings(cell.work(), cell.attack().answer(), report));
      wrong.addAll(disk.end());
      wrong.forEach(finding -> findings.add(cell + ": " + finding));
      wrong.forEach(finding -> told.accept(cell + ": " + finding));
    }
    told.accept(
        "%d attacks, of which %d met nobody, in %d s: %s; the longest took %d ms; waits of up to %d s; %d bytes on disk at the most"
            .formatted(
                cells.size(),
                unstruck,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                outcomes,
                longest.toMillis(),
                waited.toSeconds(),
                disk.most()));
    assertThat(unstruck).as("attacks that met nobody").isLessThan(cells.size() / 20 + 1);
    return findings;
  }

  @Override
  public void close() throws IOException {
    child.close();
    disk.close();
    world.close();
  }
}
