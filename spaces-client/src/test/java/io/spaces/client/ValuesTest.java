package io.spaces.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.error.SpaceErrorCode;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the library tells of is a value, and can be made for a test. */
class ValuesTest {
  private static final Instant TIME = Instant.parse("2026-11-22T01:54:00Z");

  static Stream<Object> values() {
    return Stream.of(
        SpaceObject.builder("a").build(),
        SpaceStatus.builder().build(),
        HistoryRecord.builder("a", HistoryKind.BACKUP, HistoryStatus.OPEN, TIME).build(),
        Snapshot.builder("0123456789abcdef", TIME).build(),
        SnapshotEntry.builder("a", SnapshotEntry.Type.FILE, TIME).build());
  }

  @ParameterizedTest
  @MethodSource("values")
  void aCopyIsEqual(Object value) throws ReflectiveOperationException {
    Object copy = build(builder(value));

    assertThat(copy).isEqualTo(value).hasSameHashCodeAs(value).isNotSameAs(value);
    assertThat(copy).hasToString(value.toString());
    assertThat(value.toString()).startsWith(value.getClass().getSimpleName() + "[");
  }

  @ParameterizedTest
  @MethodSource("values")
  void oneThatDiffersInAnythingIsAnother(Object value) throws ReflectiveOperationException {
    int different = 0;
    for (Method setter : setters(value)) {
      Object builder = builder(value);
      Object other = other(setter.getParameterTypes()[0], value, setter.getName());
      setter.invoke(builder, other);

      Object changed = build(builder);

      assertThat(changed).as(setter.getName()).isNotEqualTo(value);
      assertThat(told(changed, setter.getName())).isEqualTo(other);
      different++;
    }
    assertThat(different).isGreaterThan(2);
  }

  @Test
  void whatABuilderIsToldLaterChangesNothingThatItHasMade() {
    SpaceObject.Builder builder = SpaceObject.builder("a").size(1);
    SpaceObject first = builder.build();

    builder.size(2);

    assertThat(first.size()).isEqualTo(1);
  }

  @Test
  void aQueryIsAValue() {
    HistoryQuery all = HistoryQuery.all();
    List<HistoryQuery> others =
        List.of(
            all.kind(HistoryKind.BACKUP),
            all.status(HistoryStatus.OPEN),
            all.from(TIME),
            all.until(TIME),
            all.containing("x"),
            all.oldestFirst(),
            all.page(1),
            all.pageSize(1),
            all.set(""));

    assertThat(others).doesNotHaveDuplicates().doesNotContain(all);
    assertThat(all.from(TIME).containing("x").set("s").from(null).containing(null).set(null))
        .isEqualTo(all)
        .hasSameHashCodeAs(all);
    assertThat(all.kind(HistoryKind.SYNC, HistoryKind.BACKUP))
        .isEqualTo(all.kind(HistoryKind.BACKUP, HistoryKind.SYNC, HistoryKind.SYNC));
    assertThat(all.oldestFirst().newestFirst(true)).isEqualTo(all);
    assertThat(all.kind(HistoryKind.BACKUP).page(2))
        .hasToString("HistoryQuery[kinds [BACKUP], newest first, page 2 of 50]");
  }

  @Test
  void aRecordTakesAsLongAsFromItsStartToItsEnd() {
    HistoryRecord open =
        HistoryRecord.builder("a", HistoryKind.BACKUP, HistoryStatus.OPEN, TIME).build();

    assertThat(open.duration()).isNull();
    assertThat(open.toBuilder().endedAt(TIME.plusSeconds(5)).build().duration())
        .isEqualTo(Duration.ofSeconds(5));
  }

  private static List<Method> setters(Object value) throws ReflectiveOperationException {
    return Arrays.stream(builder(value).getClass().getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 1)
        .toList();
  }

  private static Object builder(Object value) throws ReflectiveOperationException {
    return value.getClass().getMethod("toBuilder").invoke(value);
  }

  private static Object build(Object builder) throws ReflectiveOperationException {
    return builder.getClass().getMethod("build").invoke(builder);
  }

  private static Object told(Object value, String property) throws ReflectiveOperationException {
    return value.getClass().getMethod(property).invoke(value);
  }

  private static Object other(Class<?> type, Object value, String property)
      throws ReflectiveOperationException {
    if (type == boolean.class) {
      return !(boolean) told(value, property);
    }
    Object other =
        Map.<Class<?>, Object>of(
                String.class,
                "other",
                long.class,
                42L,
                int.class,
                0644,
                Instant.class,
                TIME.plusSeconds(42),
                Strategy.class,
                Strategy.AUTOMATIC,
                SpaceErrorCode.class,
                SpaceErrorCode.NETWORK,
                Map.class,
                Map.of("author", "Ann"))
            .get(type);
    return requireNonNull(other, type.getName());
  }
}
