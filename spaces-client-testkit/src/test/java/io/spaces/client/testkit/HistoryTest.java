package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"(.*?)\"");

  @RegisterExtension final SpaceServerExtension space = SpaceServerExtension.inMemory();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 10; i++) {
      Instant time = Instant.EPOCH.plusSeconds(i);
      space
          .server()
          .objects()
          .put(
              new StoredRecord(
                  "r" + i,
                  i % 3 == 0 ? "app-restore" : "app-backup",
                  i % 2 == 0 ? "succeeded" : "failed",
                  "",
                  time,
                  Instant.EPOCH.plusSeconds(100 - i),
                  Map.of()));
    }
  }

  private String page(String query) {
    return RawClient.text(RawClient.of(space.server()).get("audit-log/list?" + query));
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(page(query));
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  @Test
  void showsTheNewestFirstInPages() {
    assertThat(ids("size=4&page=0")).containsExactly("r9", "r8", "r7", "r6");
    assertThat(ids("size=4&page=2")).containsExactly("r1", "r0");
    assertThat(ids("size=4&page=3")).isEmpty();
    assertThat(page("size=4&page=3")).contains("\"count\":10");
  }

  @Test
  void sortsAndFilters() {
    assertThat(ids("sort=createdAt&order=1&size=2")).containsExactly("r0", "r1");
    assertThat(ids("sort=updatedAt&order=-1&size=2")).containsExactly("r0", "r1");
    assertThat(ids("status=failed")).containsExactly("r9", "r7", "r5", "r3", "r1");
    assertThat(ids("actionType=app-restore&status=failed")).containsExactly("r9", "r3");
    assertThat(page("actionType=app-restore")).contains("\"count\":4");
  }

  @Test
  void takesAnyOfSeveralStatusesAndKinds() {
    assertThat(ids("status=failed&status=succeeded&actionType=app-restore"))
        .containsExactly("r9", "r6", "r3", "r0");
    assertThat(page("status=failed&status=succeeded")).contains("\"count\":10");
    assertThat(page("status=pending&status=failed")).contains("\"count\":5");
    assertThat(ids("actionType[]=app-restore&actionType[]=app-connected&status=failed"))
        .containsExactly("r9", "r3");
    assertThat(ids("actionType=app-restore&actionType=app-backup&size=2"))
        .containsExactly("r9", "r8");
  }

  @Test
  void saysWhatIsWrongWithAQuestion() {
    assertThat(page("size=-1")).contains("size is -1");
    assertThat(page("page=x")).contains("page is x");
    assertThat(page("sort=colour")).contains("sort is colour");
    assertThat(page("order=up")).contains("order");
  }
}
