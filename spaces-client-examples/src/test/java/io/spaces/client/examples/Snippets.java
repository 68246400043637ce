package io.spaces.client.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Java in pages of Markdown, which is compiled against the library and the test kit. A type is
 * compiled as it is, anything else as the body of a method with {@link #CONTEXT} around it. An
 * ellipsis on a line of its own, between braces or before a point stands for what a reader fills
 * in.
 */
final class Snippets {
  /** What the statements on all pages take for granted: short names for what an application has. */
  private static final String CONTEXT =
      """
      SpaceClient client;
      Snapshots snapshots;
      SnapshotTasks tasks;
      Snapshot snapshot;
      String endpoint, secretKey, pid, did, user, name, description, text, key, id, path, address, password;
      char[] phrase;
      Path file, folder;
      InputStream stream;
      long length, size;
      int n;
      boolean available;
      Instant modified, startedAt, dueAt, from, to;
      ZoneId zone;
      Object lock;
      ThreadFactory factory;
      SecretResolver secrets;
      SecretRef secretRef;
      Destination destination;
      BackupPlan plan;
      BackupJob job;
      BackupScheduler scheduler;
      List<PlanSource> sources;
      PlanSource source;
      Retention retention;
      BackupTask task;
      BackupRun backupRun;
      SnapshotEntry.Type type;
      HistoryKind kind;
      HistoryStatus status;
      interface Bar { void update(long done, long total); }
      Bar bar;
      """;

  private static final String IMPORTS =
      Stream.of(
              "io.spaces.client.",
              "io.spaces.client.backup.",
              "io.spaces.client.error.",
              "io.spaces.client.database.",
              "io.spaces.client.history.",
              "io.spaces.client.identity.",
              "io.spaces.client.restore.",
              "io.spaces.client.schedule.",
              "io.spaces.client.snapshot.",
              "io.spaces.client.testkit.",
              "io.spaces.client.transfer.",
              "java.io.",
              "java.net.",
              "java.nio.file.",
              "java.time.",
              "java.util.",
              "java.util.concurrent.",
              "java.util.stream.",
              "org.junit.jupiter.api.",
              "org.junit.jupiter.api.extension.")
          .map(name -> "import " + name + "*; ")
          .collect(Collectors.joining());

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```$");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(public )?(final |abstract )?(class|interface|record|enum) ");

  /**
   * Some Java.
   *
   * @param page the page that it is on
   * @param line the page's line that it begins in, counted from 1
   * @param code it
   */
  record Snippet(String page, int line, String code) {}

  private Snippets() {}

  /** The blocks of Java on a page. */
  static List<Snippet> of(String page, String markdown) {
    List<Snippet> snippets = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(markdown); block.find(); ) {
      int line = 1 + (int) markdown.substring(0, block.start(1)).lines().count();
      snippets.add(new Snippet(page, line, block.group(1)));
    }
    return snippets;
  }

  /** What is wrong with them, each with its page and line; nothing when all compile. */
  static List<String> compile(List<Snippet> snippets, Path folder) throws IOException {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<Source> sources = new ArrayList<>();
    for (Snippet snippet : snippets) {
      sources.add(new Source(sources.size(), snippet));
    }
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<String> options =
        List.of("-proc:none", "-Xlint:-options", "-d", folder.toString(), "-cp", classPath());
    compiler.getTask(null, null, found, options, null, sources).call();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(
            each -> {
              Source source = (Source) Objects.requireNonNull(each.getSource());
              long line = source.snippet.line() + each.getLineNumber() - 2;
              return source.snippet.page() + ":" + line + ": " + each.getMessage(null);
            })
        .toList();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** One line goes before the snippet, so that the lines can be told. */
  private static final class Source extends SimpleJavaFileObject {
    private final Snippet snippet;
    private final String text;

    Source(int number, Snippet snippet) {
      super(URI.create("string:///s" + number + "/Page.java"), Kind.SOURCE);
      this.snippet = snippet;
      String head = "package s" + number + "; " + IMPORTS;
      String code =
          snippet
              .code()
              .replaceAll("(?m)^\\h*…\\h*$", "")
              .replace("{ … }", "{ }")
              .replaceAll("\\)…(?=\\w)", ").")
              .replaceAll("\\)…$", ")");
      text =
          TYPE.matcher(code).find()
              ? head + "\n" + code
              : head
                  + "abstract class Page { "
                  + CONTEXT.replace('\n', ' ')
                  + "void run() throws Exception {\n"
                  + code
                  + "\n}}";
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
