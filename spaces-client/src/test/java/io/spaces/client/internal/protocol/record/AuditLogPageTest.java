package io.spaces.client.internal.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogPageTest {
  /** A record as the table of the official core (npm @did-space/core 1.3.0) keeps it. */
  private static final String RECORD =
      """
      {"id":"7","entityId":"z1app","entityName":"App","userId":"z1user","username":"",
       "actionType":"app-objects-sync","data":{"source":"data","target":".did-objects/z1app/",
       "totalCount":3,"errorCount":1,"successCount":2,"size":42,"duration":1.25,
       "metadata":{"backup":"6"}},"status":"failed","reason":"because","env":{"browser":{}},
       "createdAt":"2026-01-02T03:04:05.678Z","updatedAt":"2026-01-02T03:04:06.000Z"}
      """;

  private static AuditLogPage read(String json) throws IOException {
    return RecordJson.readPage(new ByteArrayInputStream(json.getBytes(UTF_8)), "The page", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"count\":12,\"rows\":[R]}",
        "{\"rows\":[R],\"count\":12}",
        "{\"data\":[R],\"total\":12,\"page\":0}",
        "[R]"
      })
  void isReadInEverySpellingThatSpacesHave(String spelling) throws IOException {
    AuditLogPage page = read(spelling.replace("R", RECORD));

    assertThat(page.total()).isEqualTo(spelling.startsWith("[") ? -1 : 12);
    assertThat(page.records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.id()).isEqualTo("7");
              assertThat(record.actionType()).isEqualTo(ActionType.APP_OBJECTS_SYNC);
              assertThat(record.status()).isEqualTo(RecordStatus.FAILED);
              assertThat(record.message()).isEqualTo("because");
              assertThat(record.createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
              assertThat(record.fields())
                  .containsEntry("userId", "z1user")
                  .containsEntry("data.size", "42")
                  .containsEntry("data.metadata.backup", "6");
            });
  }

  @Test
  void hasNoMoreFieldsThanFitIntoMemory() {
    String fields = "\"a\":1,".repeat(1_000_000);

    assertThatThrownBy(() -> read("[{" + fields + "\"id\":\"7\"}]"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("more than 1000000 fields");
  }

  @Test
  void mayBeEmpty() throws IOException {
    assertThat(read("{\"count\":0,\"rows\":[]}").records()).isEmpty();
    assertThat(read("{\"data\":[],\"total\":0}").records()).isEmpty();
    assertThat(read("[]").records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"count\":0}", "{\"rows\":null}", "{\"data\":{\"list\":[]}}"})
  void thatHasNoRecordsInAnySpellingIsAnErrorAndNotAnEmptyHistory(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("The page")
        .hasMessageContaining("neither rows nor data");
  }
}
