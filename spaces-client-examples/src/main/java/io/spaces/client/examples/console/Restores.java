package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Restores into the one folder that is open to it, one at a time. Safe for several threads. */
final class Restores {
  private static final int REMEMBERED = 50;
  private static final int NAMED = 20;

  private final Snapshots snapshots;
  private final Events events;
  private final String userDid;
  private final String referrer;
  private final Map<String, ObjectNode> states =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
          return size() > REMEMBERED;
        }
      };
  private @Nullable RestoreTask running;

  Restores(Snapshots snapshots, Events events, String userDid, String referrer) {
    this.snapshots = snapshots;
    this.events = events;
    this.userDid = userDid;
    this.referrer = referrer;
  }

  /** What a restore would do; changes nothing. */
  ObjectNode preview(Snapshot snapshot, Path target, OverwritePolicy overwrite, boolean exact) {
    Plan plan = new Plan(target);
    RestoreResult result =
        restore(snapshot, target, overwrite, exact).listener(plan).dryRun(true).run();
    result.orElseThrow();
    ObjectNode node = plan.toJson();
    node.put("id", snapshot.id());
    node.put("time", snapshot.time().toString());
    node.put("description", snapshot.description());
    node.put("target", target.toString());
    node.put("unchanged", result.unchanged());
    node.put("skipped", result.skippedCount());
    node.set("warnings", Warnings.toJson(result.warnings()));
    return node;
  }

  /** Starts a restore; {@link #state} tells how it goes on. */
  synchronized ObjectNode start(
      Snapshot snapshot, Path target, OverwritePolicy overwrite, boolean exact) {
    if (running != null && !running.isDone()) {
      throw RefusedRequestException.conflict("A restore is under way; wait for its end");
    }
    String id = UUID.randomUUID().toString();
    ObjectNode state = Json.object();
    state.put("id", id);
    state.put("kind", "restore");
    state.put("backup", snapshot.id());
    state.put("target", target.toString());
    state.put("status", "running");
    put(id, state);
    RestoreTask task =
        restore(snapshot, target, overwrite, exact)
            .onProgress(progress -> progressed(id, progress))
            .start();
    running = task;
    task.completion()
        .whenComplete(
            (result, impossible) -> {
              if (result != null) {
                ended(id, result);
              }
            });
    return state.deepCopy();
  }

  synchronized Optional<ObjectNode> state(String id) {
    return Optional.ofNullable(states.get(id)).map(ObjectNode::deepCopy);
  }

  private BlockletRestore restore(
      Snapshot snapshot, Path target, OverwritePolicy overwrite, boolean exact) {
    return snapshots
        .restore(snapshot.id())
        .userDid(userDid)
        .referrer(referrer)
        .target(target)
        .overwrite(overwrite)
        .deleteExtra(exact);
  }

  private synchronized void progressed(String id, TransferProgress progress) {
    ObjectNode state = state(id).orElseThrow();
    if (state.path("status").asText().equals("running")) {
      state.set("progress", BackupRow.progress(progress));
      put(id, state);
    }
  }

  private synchronized void ended(String id, RestoreResult result) {
    ObjectNode state = state(id).orElseThrow();
    state.put("status", Json.word(result.status()));
    state.put("count", result.count());
    state.put("deleted", result.deleted());
    state.put("size", result.size());
    state.put("unchanged", result.unchanged());
    state.put("errorCount", result.errorCount());
    state.put("message", result.status() == TransferStatus.SUCCEEDED ? "" : result.statusMessage());
    state.set("warnings", Warnings.toJson(result.warnings()));
    put(id, state);
  }

  private void put(String id, ObjectNode state) {
    states.put(id, state);
    events.tell("restore", state);
  }

  /** Counts what a dry run names. */
  private static final class Plan implements TransferListener {
    private final Path target;
    private final ArrayNode names = Json.array();
    private long created;
    private long replaced;
    private long deleted;
    private long bytes;

    Plan(Path target) {
      this.target = target;
    }

    @Override
    public synchronized void objectPlanned(String key, long size) {
      boolean there = Files.exists(target.resolve(key), LinkOption.NOFOLLOW_LINKS);
      if (there) {
        replaced++;
      } else {
        created++;
      }
      bytes += size;
      name(there ? "replaced" : "created", key);
    }

    @Override
    public synchronized void deletionPlanned(String key) {
      deleted++;
      name("deleted", key);
    }

    private void name(String what, String key) {
      if (names.size() < NAMED) {
        names.addObject().put("path", key).put("change", what);
      }
    }

    synchronized ObjectNode toJson() {
      ObjectNode node = Json.object();
      node.put("created", created);
      node.put("replaced", replaced);
      node.put("deleted", deleted);
      node.put("bytes", bytes);
      node.set("examples", names);
      return node;
    }
  }
}
