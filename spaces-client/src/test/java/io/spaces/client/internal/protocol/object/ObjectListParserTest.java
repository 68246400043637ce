package io.spaces.client.internal.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.BrokenConnectionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public final class ObjectListParserTest {
  private static final String CID = ContentHash.cidOf(new byte[] {1, 2, 3});
  private static final String DIGEST = HexFormat.of().formatHex(ContentHash.fromCid(CID));

  @Test
  void dropsWhatItsWholePathShowsToLieElsewhere() throws IOException {
    String list =
        """
        [{"key":"/b","absolutePath":"z1space/apps/z1app/a/b"},
         {"absolutePath":"z1space/apps/z1app/A/c","key":"/c"},
         {"key":"/apps/z1app/ax/d","absolutePath":"z1space/apps/z1app/ax/d"},
         {"key":"/e","absolutePath":"/mnt/disk7/4711"},
         {"key":"/f","absolutePath":null},
         {"key":"/apps/g","absolutePath":"/apps/z1app/a/apps/g"}]
        """;

    assertThat(list(list))
        .extracting(entry -> entry.substring(0, entry.indexOf(' ')))
        .containsExactly("b", "e", "f", "apps/g");
  }

  @Test
  void oneLevelIsToldByWholePathsAndHasNoStrangers() throws IOException {
    String list =
        """
        [{"key":"/apps/z1app/a/b","size":1,"absolutePath":"z1space/apps/z1app/a/b"},
         {"key":"/apps/z1app/a/c/","isDir":true,"absolutePath":"z1space/apps/z1app/a/c/"},
         {"key":"/apps/z1app/a/d","isDir":true},
         {"key":"/apps/z1app/a/e","size":2},
         {"key":"/apps/z1app/a/","isDir":true},
         {"key":"/apps/z1app/ax/f","size":3,"absolutePath":"z1space/apps/z1app/ax/f"},
         {"key":"/apps/z1app/A/g","size":3}]
        """;

    assertThat(level(list)).containsExactly("b 1", "c/ -1", "d/ -1", "e 2");
  }

  @Test
  void aSpaceThatListsWhatLiesDeeperIsUnderstood() throws IOException {
    String list =
        """
        [{"key":"/b","size":1,"absolutePath":"z1space/apps/z1app/a/b"},
         {"key":"/c/d","size":2,"absolutePath":"z1space/apps/z1app/a/c/d"},
         {"key":"/c/e/f","size":3},
         {"key":"//g","size":4}]
        """;

    assertThat(level(list)).containsExactly("b 1", "c/ -1", "c/ -1");
  }

  private static List<String> level(String json) throws IOException {
    return ObjectListParser.level(bytes(json), "It", "a/", ListLimits.DEFAULTS, new Collector())
        .stream()
        .map(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)))
        .toList();
  }

  @Test
  void metadataOfOneObjectIsTextsAndTheJsonOfAllElse() throws IOException {
    String object =
        """
        {"key": "x", "size": 1, "metadata":
          {"a": "text", "b": 7, "c": {"d": [1, "e", null]}, "f": null, "g": true}, "isDir": false}
        """;

    assertThat(one(object).orElseThrow().metadata())
        .isEqualTo(Map.of("a", "text", "b", "7", "c", "{\"d\":[1,\"e\",null]}", "g", "true"));
    assertThat(one("{\"key\":\"x\"}").orElseThrow().metadata()).as("unsaid").isNull();
    assertThat(one("{\"metadata\":null}").orElseThrow().metadata()).isEmpty();
    assertThat(one("{\"metadata\":[1]}").orElseThrow().metadata()).isNull();
    assertThatThrownBy(() -> one("{\"metadata\":{\"a\":{"))
        .isInstanceOf(BrokenConnectionException.class);
  }

  @Test
  void readsObjectsAsTheyCome() throws IOException {
    assertThat(
            list(
                """
                [{"key": "/a.txt", "name": "a.txt", "isDir": false, "size": 3,
                  "lastModified": 1700000000123, "editable": true, "mimeType": "text/plain",
                  "hash": "%s", "metadata": {"a": [1, {"b": null}]}},
                 {"hash": null, "mimeType": "text/plain", "size": 0, "key": "dir/b"}]
                """
                    .formatted(CID)))
        .containsExactly(
            "a.txt 3 1700000000123 " + DIGEST + " text/plain", "dir/b 0 -1 null text/plain");
  }

  @Test
  void skipsFoldersWhereverTheySayWhatTheyAre() throws IOException {
    assertThat(
            list(
                "[{\"isDir\":true,\"key\":\"/d\"},{\"key\":\"/e\",\"isDir\":true},{\"key\":\"f\"}]"))
        .containsExactly("f -1 -1 null null");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1700000000000, 1700000000000",
    "1700000000000.75, 1700000000000",
    "'\"2023-11-14T22:13:20Z\"', 1700000000000",
    "'\"2023-11-14T22:13:20.123Z\"', 1700000000123",
    "'\"2023-11-14T23:13:20+01:00\"', 1700000000000",
    "'\"1700000000000\"', 1700000000000",
    "'\"yesterday\"', -1",
    "'\"+999999999-12-31T23:59:59Z\"', -1",
    "null, -1",
    "'[1]', -1",
    "true, -1",
  })
  void readsTimesAsNumbersOrText(String json, long expected) throws IOException {
    assertThat(list("[{\"key\":\"a\",\"lastModified\":" + json + "}]"))
        .containsExactly("a -1 " + expected + " null null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "\"Qm123\"", "\"bafy\"", "17", "{\"a\":1}", "[\"x\"]", "false"})
  void anyOtherKindOfHashIsUnknown(String json) throws IOException {
    assertThat(list("[{\"key\":\"a\",\"hash\":" + json + ",\"size\":1}]"))
        .containsExactly("a 1 -1 null null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", " [ ] "})
  void anEmptyListHasNothing(String json) throws IOException {
    assertThat(list(json)).isEmpty();
  }

  @Test
  void takesOneSlashOnlyOffAKeyAndKeepsWhateverElseItIs() throws IOException {
    assertThat(
            list(
                "[{\"key\":\"//a\"},{\"key\":\"/../b\"},{\"key\":\"/\\u0000\\n\\ud83d\\ude00\"},"
                    + "{\"key\":\"\"}]"))
        .containsExactly(
            "/a -1 -1 null null",
            "../b -1 -1 null null",
            "\0\n\ud83d\ude00 -1 -1 null null",
            " -1 -1 null null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html></html>",
        "{}",
        "\"a\"",
        "7",
        "[1]",
        "[null]",
        "[[]]",
        "[{}]",
        "[{\"key\":7}]",
        "[{\"key\":null}]",
        "[{\"key\":\"a\",\"size\":99999999999999999999}]",
        "[{\"key\":\"a\" \"size\":1}]",
        "[{key:1}]",
        "[{\"key\":\"\\x\"}]",
        "[{\"key\":\"a\",\"size\":01}]",
      })
  void saysClearlyThatThisIsNotAList(String json) {
    assertThatThrownBy(() -> list(json))
        .isInstanceOf(SpaceException.class)
        .hasMessageStartingWith("The list is not what a space sends: ");
  }

  @Test
  void aListThatEndsTooEarlyIsABrokenConnectionWhereverItEnds() {
    String json =
        "[{\"key\":\"/a\",\"size\":12,\"x\":[1,{\"y\":\"z\"}],\"hash\":\""
            + CID
            + "\"},{\"key\":\"b\"}]";
    for (int end = 0; end < json.length(); end++) {
      String part = json.substring(0, end);
      assertThatThrownBy(() -> list(part))
          .as(part)
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("The list ended too early");
    }
  }

  @Test
  void refusesHostileDepthAndLength() {
    assertThatThrownBy(() -> list("[{\"key\":\"a\",\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(SpaceException.class);
    assertThatThrownBy(() -> list("[{\"key\":\"" + "a".repeat(1_000_000) + "\"}]"))
        .isInstanceOf(SpaceException.class);
    assertThatThrownBy(() -> list("[{\"key\":\"a\",\"size\":" + "1".repeat(100_000) + "}]"))
        .isInstanceOf(SpaceException.class);
  }

  @Test
  void damagedListsNeverCauseAnythingButDocumentedErrors() {
    byte[] json =
        ("[{\"key\":\"/a\",\"size\":12,\"isDir\":false,\"lastModified\":\"2023-11-14T22:13:20Z\","
                + "\"mimeType\":\"a/b\",\"metadata\":{\"x\":[1,2.5e3,null]},\"hash\":\""
                + CID
                + "\"}]")
            .getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] damaged = Arrays.copyOf(json, json.length - random.nextInt(2) * random.nextInt(20));
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        list(new ByteArrayInputStream(damaged));
      } catch (SpaceException | BrokenConnectionException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void readsOneObjectUnderTheKeyThatWasAskedFor() throws IOException {
    assertThat(one("{\"key\":\"/x\",\"size\":5}"))
        .hasValueSatisfying(
            object -> {
              assertThat(object.key()).isEqualTo("asked");
              assertThat(object.size()).isEqualTo(5);
            });
    assertThat(one("null")).isEmpty();
    assertThat(one("{\"key\":\"/x\",\"isDir\":true}")).isEmpty();
    assertThatThrownBy(() -> one("[]")).isInstanceOf(SpaceException.class);
  }

  private static java.util.Optional<RemoteObject> one(String json) throws IOException {
    return ObjectListParser.one(bytes(json), "The answer", "asked");
  }

  private static List<String> list(String json) throws IOException {
    return list(bytes(json));
  }

  private static List<String> list(InputStream json) throws IOException {
    return ObjectListParser.list(json, "The list", "a/", ListLimits.DEFAULTS, new Collector());
  }

  private static InputStream bytes(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes each object on a line. */
  public static final class Collector implements RemoteObjectVisitor<List<String>> {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      String digest = hash == null ? "null" : HexFormat.of().formatHex(hash);
      lines.add(key + " " + size + " " + lastModified + " " + digest + " " + mimeType);
    }

    @Override
    public List<String> result() {
      return lines;
    }
  }

  @Test
  void aSizeBelowNothingIsUnknown() throws IOException {
    assertThat(list("[{\"key\":\"a\",\"size\":-7}]")).containsExactly("a -1 -1 null null");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"4294967296\"', 4294967296", "'\"-7\"', -1", "'\"\"', -1", "'\"1e3\"', -1",
    "'\"99999999999999999999\"', -1", "null, -1", "true, -1", "'{\"bytes\":1}', -1",
  })
  void takesASizeInQuotesAndNothingElseThatIsNoNumber(String size, long expected)
      throws IOException {
    assertThat(list("[{\"size\":" + size + ",\"key\":\"a\"}]"))
        .containsExactly("a " + expected + " -1 null null");
  }
}
