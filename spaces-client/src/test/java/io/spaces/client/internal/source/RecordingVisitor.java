package io.spaces.client.internal.source;

import io.spaces.client.internal.source.walk.WalkVisitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers what a walk told, in order. */
public final class RecordingVisitor implements WalkVisitor {
  public final List<String> calls = new ArrayList<>();
  public final Map<String, FileStamp> files = new LinkedHashMap<>();
  public final List<SourceProblem> problems = new ArrayList<>();

  public FileStamp stamp(String key) {
    return Objects.requireNonNull(files.get(key), key);
  }

  @Override
  public void file(String key, FileStamp stamp) {
    calls.add("file " + key);
    files.put(key, stamp);
  }

  @Override
  public void folder(String key, FileStamp stamp, boolean empty) {
    calls.add((empty ? "empty " : "folder ") + key);
  }

  @Override
  public void symbolicLink(String key, @Nullable String target, FileStamp stamp) {
    calls.add("link " + key + " -> " + target);
  }

  @Override
  public void skipped(String key, Skipped reason) {
    calls.add("skipped " + key + " " + reason);
  }

  @Override
  public void problem(SourceProblem problem) {
    calls.add("problem " + problem.key() + " " + problem.kind());
    problems.add(problem);
  }
}
