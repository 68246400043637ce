package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Entry;
import io.spaces.client.testkit.internal.storage.ListView;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Faults of what the space holds. */
public final class ContentEffects {
  private ContentEffects() {}

  /** Lists what was there when it was armed. */
  public static Effect staleList() {
    return Effect.whenArmed(
        context -> {
          Map<String, NavigableMap<String, Entry>> then = everything(context);
          return view(area -> then.getOrDefault(area.name(), new TreeMap<>()));
        });
  }

  /** Lists what there was some time ago: as it was armed, or at an earlier list. */
  public static Effect lagList(Duration by) {
    return Effect.whenArmed(
        context -> {
          NavigableMap<Instant, Map<String, NavigableMap<String, Entry>>> seen = new TreeMap<>();
          seen.put(Instant.MIN, everything(context));
          return (call, next, ctx) -> {
            Map<String, NavigableMap<String, Entry>> then;
            synchronized (seen) {
              Instant now = ctx.clock().instant();
              seen.put(now, everything(ctx));
              then = seen.floorEntry(now.minus(by)).getValue();
            }
            call.listView(area -> then.getOrDefault(area.name(), new TreeMap<>()));
            return next.proceed(call);
          };
        });
  }

  private static Map<String, NavigableMap<String, Entry>> everything(FaultContext context) {
    Map<String, NavigableMap<String, Entry>> now = new HashMap<>();
    for (Area area : context.areas().all()) {
      now.put(area.name(), new TreeMap<>(area.below("")));
    }
    return now;
  }

  /** Lists all but what fits. */
  public static Effect hide(String glob) {
    Predicate<String> hidden = KeyGlob.of(glob);
    return view(
        area -> {
          NavigableMap<String, Entry> shown = new TreeMap<>(area.below(""));
          shown.keySet().removeIf(hidden);
          return shown;
        });
  }

  private static Effect view(ListView view) {
    return (call, next, context) -> {
      call.listView(view);
      return next.proceed(call);
    };
  }

  /** Takes so many bytes and no more. */
  public static Effect runOutOfSpace(long bytes) {
    return Effect.whenArmed(
        context -> {
          AtomicLong left = new AtomicLong(bytes);
          return (call, next, ctx) -> {
            call.wrapBody(body -> new LimitedInput(body, left));
            return next.proceed(call);
          };
        });
  }

  private static final class LimitedInput extends FilterInputStream {
    private final AtomicLong left;

    LimitedInput(InputStream in, AtomicLong left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read > 0 && left.addAndGet(-read) < 0) {
        throw new RefusedException(413, "The space is full.");
      }
      return read;
    }
  }

  /** Loses the object: after an upload, before anything else. */
  public static Effect forget() {
    return (call, next, context) -> {
      boolean upload = call.method().equals("PUT") && call.route() == Route.OBJECT;
      if (!upload) {
        context.area(call).delete(call.key());
      }
      Answer answer = next.proceed(call);
      if (upload) {
        context.area(call).delete(call.key());
      }
      return answer;
    };
  }

  /** Answers with the next object of the same folder; the first comes after the last. */
  public static Effect swap() {
    return (call, next, context) -> {
      Answer answer = next.proceed(call);
      Entry other = neighbour(context.area(call), call.key());
      if (answer.status() != 200 || other == null) {
        return answer;
      }
      try (InputStream in = other.blob().open()) {
        Answer swapped = answer.withBytes(in.readAllBytes());
        return other.hash() == null ? swapped : swapped.with("x-hash", other.hash());
      }
    };
  }

  private static @Nullable Entry neighbour(Area area, String key) {
    NavigableMap<String, Entry> folder =
        new TreeMap<>(area.below(key.substring(0, key.lastIndexOf('/') + 1)));
    folder.remove(key);
    Map.Entry<String, Entry> next = folder.higherEntry(key);
    Map.Entry<String, Entry> found = next == null ? folder.firstEntry() : next;
    return found == null ? null : found.getValue();
  }
}
