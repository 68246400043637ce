package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a plan has exactly as a backup has them, a line for each: how it is written,
 * read, and said to a backup. What is as it is by default is neither written nor said, so that a
 * node of before can read the plans of one that knows more parameters.
 */
public final class PlanParameters {
  private static final List<Parameter<?>> ALL =
      List.of(
          flag(
              "allowEmpty",
              BackupPlan::allowEmpty,
              BackupPlanBuilder::allowEmpty,
              BackupBuilder::allowEmpty),
          flag(
              "allowMassRemoval",
              BackupPlan::allowMassRemoval,
              BackupPlanBuilder::allowMassRemoval,
              BackupBuilder::allowMassRemoval),
          new Parameter<>(
              "symbolicLinks",
              plan -> plan.symbolicLinks() == SymbolicLinks.SKIP ? null : plan.symbolicLinks(),
              (fields, name) -> fields.word(name, SymbolicLinks.class),
              JsonFields::word,
              BackupPlanBuilder::symbolicLinks,
              BackupBuilder::symbolicLinks),
          flag(
              "strictSync",
              BackupPlan::strictSync,
              BackupPlanBuilder::strictSync,
              BackupBuilder::strictSync),
          number(
              "concurrency",
              BackupPlan::concurrency,
              BackupPlanBuilder::concurrency,
              BackupBuilder::concurrency),
          number(
              "retries", BackupPlan::retries, BackupPlanBuilder::retries, BackupBuilder::retries),
          new Parameter<>(
              "timeLimit",
              BackupPlan::timeLimit,
              JsonFields::duration,
              JsonFields::text,
              BackupPlanBuilder::timeLimit,
              BackupBuilder::timeLimit),
          flag("debug", BackupPlan::debug, BackupPlanBuilder::debug, BackupBuilder::debug),
          new Parameter<>(
              "acceptVault",
              BackupPlan::acceptVault,
              JsonFields::text,
              id -> id,
              BackupPlanBuilder::acceptVault,
              BackupBuilder::acceptVault),
          path(
              "temporaryDirectory",
              BackupPlan::temporaryDirectory,
              BackupPlanBuilder::temporaryDirectory,
              BackupBuilder::temporaryDirectory),
          path(
              "stateDirectory",
              BackupPlan::stateDirectory,
              BackupPlanBuilder::stateDirectory,
              BackupBuilder::stateDirectory));

  private PlanParameters() {}

  /**
   * One of them.
   *
   * @param name what it is called, everywhere
   * @param of its value, or null where that is the default
   * @param read reads it from JSON
   * @param write what JSON has for it
   * @param given says it to a plan in the making
   * @param said says it to a backup
   */
  private record Parameter<T>(
      String name,
      Function<BackupPlan, @Nullable T> of,
      BiFunction<JsonFields, String, T> read,
      Function<T, Object> write,
      BiConsumer<BackupPlanBuilder, T> given,
      BiConsumer<BackupBuilder<?>, T> said) {

    void write(BackupPlan plan, ObjectNode node) {
      T value = of.apply(plan);
      if (value != null) {
        node.putPOJO(name, write.apply(value));
      }
    }

    void read(JsonFields fields, BackupPlanBuilder builder) {
      fields.ifPresent(name, () -> given.accept(builder, read.apply(fields, name)));
    }

    void apply(BackupPlan plan, BackupBuilder<?> backup) {
      T value = of.apply(plan);
      if (value != null) {
        said.accept(backup, value);
      }
    }
  }

  private static Parameter<Boolean> flag(
      String name,
      Function<BackupPlan, Boolean> of,
      BiConsumer<BackupPlanBuilder, Boolean> given,
      BiConsumer<BackupBuilder<?>, Boolean> said) {
    return new Parameter<>(
        name, plan -> of.apply(plan) ? true : null, JsonFields::flag, value -> value, given, said);
  }

  private static Parameter<Integer> number(
      String name,
      Function<BackupPlan, @Nullable Integer> of,
      BiConsumer<BackupPlanBuilder, Integer> given,
      BiConsumer<BackupBuilder<?>, Integer> said) {
    return new Parameter<>(name, of, JsonFields::number, value -> value, given, said);
  }

  private static Parameter<Path> path(
      String name,
      Function<BackupPlan, @Nullable Path> of,
      BiConsumer<BackupPlanBuilder, Path> given,
      BiConsumer<BackupBuilder<?>, Path> said) {
    return new Parameter<>(
        name,
        of,
        (fields, field) -> SystemPaths.of(field, fields.text(field)),
        path -> SystemPaths.text(name, path),
        given,
        said);
  }

  static void write(BackupPlan plan, ObjectNode node) {
    ALL.forEach(parameter -> parameter.write(plan, node));
  }

  static void read(JsonFields fields, BackupPlanBuilder builder) {
    ALL.forEach(parameter -> parameter.read(fields, builder));
  }

  public static void apply(BackupPlan plan, BackupBuilder<?> backup) {
    ALL.forEach(parameter -> parameter.apply(plan, backup));
  }
}
