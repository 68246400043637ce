package io.spaces.client.internal.protocol;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.HttpDate;
import io.spaces.client.internal.http.PublicHosts;
import io.spaces.client.internal.http.RequestBody;
import io.spaces.client.internal.http.Transport;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.http.retry.Retries;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.protocol.object.MultipartBody;
import io.spaces.client.internal.protocol.object.ObjectFinder;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.object.ObjectListParser;
import io.spaces.client.internal.protocol.object.ObjectReader;
import io.spaces.client.internal.protocol.object.OpenObject;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.protocol.record.ActionType;
import io.spaces.client.internal.protocol.record.AuditLogPage;
import io.spaces.client.internal.protocol.record.AuditLogQuery;
import io.spaces.client.internal.protocol.record.BackupRecordBody;
import io.spaces.client.internal.protocol.record.RecordJson;
import io.spaces.client.internal.protocol.record.RecordOpening;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.RestoreRecordBody;
import io.spaces.client.internal.protocol.record.SpaceRecord;
import io.spaces.client.internal.protocol.record.SyncRecordBody;
import io.spaces.client.internal.protocol.sign.Authenticator;
import io.spaces.client.internal.protocol.sign.SigningTime;
import io.spaces.client.internal.protocol.wire.JsonBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a space, one small method each. Safe for use by several threads.
 *
 * <p>Unless a method says otherwise it throws {@link SpaceResponseException} when the space
 * refuses, {@link SpaceConnectionException} when it cannot be reached, and {@link SpaceException}
 * when its answer makes no sense.
 */
public final class SpaceApi {
  private static final long LONGEST_RECORD = 1 << 20;
  private static final long LONGEST_PAGE = 16 << 20;

  /** Of what is opened to be read by others, and of what is checked by who reads it. */
  public static final long ANY_LENGTH = Long.MAX_VALUE;

  private static final Map<String, String> AS_BYTES =
      Map.of("x-content-type", "application/octet-stream", "accept-encoding", "identity");

  /** The folder of all that an app has; the key of no object. */
  private static final String WHOLE_AREA = "/";

  /** What a handler makes of an answer that says nothing. */
  private static final Boolean DONE = Boolean.TRUE;

  private final Transport transport;
  private final Retries retries;
  private final Endpoint endpoint;
  private final Authenticator authenticator;
  private final @Nullable String componentDid;
  private final Clock clock;
  private final ListLimits lists;
  private final Exchange exchange;
  private final Exchange unsigned;
  private final MultipartBody.Frame frame = new MultipartBody.Frame();
  private final FreeRoom room = new FreeRoom(this::lookAtSpace);

  /** The routes below an endpoint, without retries or a component, by the system's clock. */
  public SpaceApi(Transport transport, Endpoint endpoint, Authenticator authenticator) {
    this(transport, endpoint, authenticator, null, Clock.systemUTC());
  }

  /** The same with the usual limits of lists. */
  public SpaceApi(
      Transport transport,
      Endpoint endpoint,
      Authenticator authenticator,
      @Nullable String componentDid,
      Clock clock) {
    this(
        transport, Retries.NONE, endpoint, authenticator, componentDid, clock, ListLimits.DEFAULTS);
  }

  /**
   * The routes below an endpoint.
   *
   * @param retries of what the transport does not repeat by itself
   * @param componentDid puts all keys into the area of one component, or null; to be left out with
   *     an access key or an authorization token
   * @param lists how far lists are read
   */
  public SpaceApi(
      Transport transport,
      Retries retries,
      Endpoint endpoint,
      Authenticator authenticator,
      @Nullable String componentDid,
      Clock clock,
      ListLimits lists) {
    this.transport = transport;
    this.retries = retries;
    this.endpoint = endpoint;
    this.authenticator = authenticator;
    this.componentDid = componentDid;
    this.clock = clock;
    this.lists = lists;
    this.exchange = new Exchange(transport, endpoint.origin(), authenticator, clock);
    this.unsigned = new Exchange(transport, endpoint.origin(), Authenticator.UNSIGNED, clock);
  }

  /** The same, elsewhere. */
  public SpaceApi withEndpoint(Endpoint other) {
    return new SpaceApi(transport, retries, other, authenticator, componentDid, clock, lists);
  }

  /** The same over another transport, say one that is not cancelled. */
  public SpaceApi withTransport(RetryingTransport other) {
    return new SpaceApi(other, other, endpoint, authenticator, componentDid, clock, lists);
  }

  /** The time that dates signatures; null when nothing is signed. */
  public @Nullable SigningTime signingTime() {
    return authenticator.time();
  }

  /** Where the routes are. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Names what lies below a folder, the same by whichever host it is reached; null where the
   * endpoint does not say which space it is of.
   */
  public @Nullable String placeOf(String folderKey) {
    return endpoint.spaceDid().equals(Endpoint.DEFAULT_DID)
        ? null
        : endpoint.spaceDid() + "/" + endpoint.appDid() + "/" + inArea(folderKey);
  }

  /**
   * Returns the endpoint to use for backup and restore: the one that the space names, when it may
   * be followed, otherwise the configured one. Never throws but on cancellation.
   *
   * @param hosts tells who may be followed, and keeps it so
   */
  public Endpoint serviceEndpoint(boolean follow, PublicHosts hosts) {
    return follow ? new ServiceEndpoint(transport, hosts, clock).find(endpoint) : endpoint;
  }

  /**
   * Returns what the space says about itself: asked as Blocklet Server does, unsigned, and, where
   * nothing is said to that, as the official client does. A refusal of either says nothing.
   */
  public StatusHeaders status() {
    return room.look();
  }

  private StatusHeaders lookAtSpace() {
    String route = "object/?withExtras=true";
    StatusHeaders said = look(unsigned, endpoint.path() + route, route);
    String space = endpoint.spacePath();
    return said.equals(StatusHeaders.UNSAID)
        ? look(exchange, space, space.substring(space.lastIndexOf("/api/") + 1))
        : said;
  }

  private static StatusHeaders look(Exchange exchange, String target, String route) {
    Question question = new Question("HEAD", target, route, "", Map.of(), null, 0);
    return local(() -> exchange.look(question, StatusHeaders::read));
  }

  /** Opens the record of a backup. */
  public SpaceRecord createBackup(BackupRecordBody body) {
    return open(ActionType.APP_BACKUP, "backup", body.fields(), RecordJson.text(body.fields()));
  }

  /** Says what became of a backup. */
  public SpaceRecord updateBackup(String id, RecordStatus status, String message) {
    return update("backup", id, RecordJson.update(id, status, message, clock.instant()));
  }

  /** Opens the record of a restore. */
  public SpaceRecord createRestore(RestoreRecordBody body) {
    return open(ActionType.APP_RESTORE, "restore", body.fields(), RecordJson.text(body.fields()));
  }

  /** Says what became of a restore. */
  public SpaceRecord updateRestore(String id, RecordStatus status, String message) {
    return update("restore", id, RecordJson.update(id, status, message, clock.instant()));
  }

  /** Opens the row of what a backup has sent, or a restore has fetched. */
  public SpaceRecord createSync(SyncRecordBody body) {
    return open(ActionType.APP_OBJECTS_SYNC, "audit-log", body.about(), RecordJson.sync(body));
  }

  /** Says what became of it. */
  public SpaceRecord updateSync(
      String id, RecordStatus status, String reason, SyncRecordBody body) {
    return update("audit-log", id, RecordJson.sync(id, status, reason, body));
  }

  /** Returns one page of the audit log. */
  public AuditLogPage auditLogs(AuditLogQuery query) {
    String what = "The answer to GET audit-log/list";
    return Heap.orFail(
        what,
        () ->
            ask(
                "GET",
                "audit-log/list" + query.toQuery(),
                null,
                LONGEST_PAGE,
                response ->
                    RecordJson.readPage(
                        response.body(), what, HttpDate.parse(response.header("Date")))));
  }

  /**
   * Reads the list of all objects below a folder, as it arrives. A list that breaks off is asked
   * for again from its start. A folder that is not there has no objects.
   *
   * @param folderKey the folder's key, with a slash at its end
   * @param visitors makes a fresh visitor for each attempt
   */
  public <T> T list(String folderKey, Supplier<? extends RemoteObjectVisitor<T>> visitors) {
    return list(folderKey, true, visitors);
  }

  /**
   * Reads what is directly in a folder, in the same way: objects, and folders with a slash at the
   * end of their keys, some of them perhaps more than once.
   *
   * @param folderKey the folder's key, with a slash at its end
   * @param visitors makes a fresh visitor for each attempt
   */
  public <T> T listFolder(String folderKey, Supplier<? extends RemoteObjectVisitor<T>> visitors) {
    return list(folderKey, false, visitors);
  }

  private <T> T list(
      String folderKey, boolean all, Supplier<? extends RemoteObjectVisitor<T>> visitors) {
    Question question =
        question(
            "GET",
            "lists/",
            folderKey,
            all
                ? "?recursive=true&ignoreDirectories=true"
                : "?recursive=false&ignoreDirectories=false",
            Map.of(),
            null,
            lists.bytes());
    String what = "The list of " + folderKey;
    String folder = question.key().startsWith("/") ? question.key().substring(1) : question.key();
    try {
      return Heap.orFail(
          what,
          () ->
              local(
                  () ->
                      exchange.send(
                          question,
                          response ->
                              all
                                  ? ObjectListParser.list(
                                      response.body(), what, folder, lists, visitors.get())
                                  : ObjectListParser.level(
                                      response.body(), what, folder, lists, visitors.get()))));
    } catch (TooLongException e) {
      throw new SpaceException(e.getMessage() + ListLimits.HINT, e);
    } catch (SpaceResponseException e) {
      if (isAbsence(e)) {
        return visitors.get().result();
      }
      throw e;
    }
  }

  /**
   * Returns what the space knows of one object, or empty when there is none. Servers differ in what
   * they answer for what is not there: of an unclear answer the list of its folder decides.
   */
  public Optional<RemoteObject> head(String key) {
    Question question = question("GET", "list/", key, "", Map.of(), null, LONGEST_RECORD);
    String what = "The answer to " + question.describe();
    try {
      return local(
          () ->
              exchange.send(
                  question,
                  response -> {
                    PushbackInputStream body = new PushbackInputStream(response.body());
                    int first = body.read();
                    if (first < 0) {
                      throw new SpaceResponseException(
                          question.describe() + " was answered with nothing.",
                          response.status(),
                          "");
                    }
                    body.unread(first);
                    return ObjectListParser.one(body, what, key);
                  }));
    } catch (SpaceResponseException e) {
      if (isAbsence(e)) {
        return Optional.empty();
      }
      if (!mayMeanAbsence(e)) {
        throw e;
      }
      return listed(key, e);
    }
  }

  /** What spaces are known to answer for an object that is not there, besides 404. */
  private static boolean mayMeanAbsence(SpaceResponseException e) {
    return switch (e.statusCode()) {
      case 200, 400, 404, 500 -> true;
      default -> false;
    };
  }

  private Optional<RemoteObject> listed(String key, SpaceResponseException unclear) {
    String folder = key.substring(0, key.lastIndexOf('/') + 1);
    try {
      return list(folder.isEmpty() ? WHOLE_AREA : folder, () -> new ObjectFinder(folder, key));
    } catch (SpaceException e) {
      unclear.addSuppressed(e);
      throw unclear;
    }
  }

  /**
   * Stores one object.
   *
   * @param data read anew for each attempt
   * @param cid the data's content hash as a CID
   * @throws IOException what reading the data threw; it is not tried again
   * @throws SpaceUnavailableException when the space is full
   */
  public void put(String key, Payload data, String cid) throws IOException {
    put(key, data, cid, null);
  }

  /**
   * Stores one object with metadata.
   *
   * @param data read anew for each attempt
   * @param cid the data's content hash as a CID
   * @param metadata {@link #metadata its JSON}, which is added to what the object has; null for
   *     none
   * @throws IOException what reading the data threw; it is not tried again
   * @throws SpaceUnavailableException when the space is full
   */
  public void put(String key, Payload data, String cid, byte @Nullable [] metadata)
      throws IOException {
    Map<String, String> hash = Map.of("x-hash", cid);
    try {
      carryOut(
          question(
              "PUT",
              "object/",
              key,
              "",
              hash,
              new MultipartBody(frame, data, metadata),
              LONGEST_RECORD),
          ContentHash.fromCid(cid));
    } catch (SpaceUnavailableException e) {
      throw new SpaceUnavailableException(e.getMessage() + room.describe(data), e.getCause());
    }
  }

  /** The JSON of an object's metadata. */
  public static byte[] metadata(Map<String, String> texts) {
    return RecordJson.text(texts);
  }

  /**
   * Refuses a new object that others have to follow, when the space has said that there is no room
   * for both. Says nothing where {@link #status} was not asked, or told no number.
   *
   * @param what the object and what follows it, in the plural
   * @param bytes how long the object is
   * @throws SpaceUnavailableException when it would be of no use
   */
  public void requireRoom(String what, long bytes) {
    room.require(what, bytes);
  }

  /**
   * Reads one object. When the connection breaks it is read again from its start.
   *
   * @param longest how many bytes it can have; {@link #ANY_LENGTH} where the reader sees to that
   * @throws IOException what the reader threw by itself; it is not tried again
   * @throws TooLongException when it is longer
   */
  public <T> T get(String key, long longest, ObjectReader<T> reader) throws IOException {
    return exchange.send(
        question("GET", "object/", key, "", AS_BYTES, null, longest),
        response -> reader.read(response.body(), response.length(), OpenObject.hash(response)));
  }

  /** Opens one object. Once here it is not asked for again when the connection breaks. */
  public OpenObject open(String key) {
    TransportResponse response =
        local(() -> exchange.open(question("GET", "object/", key, "", AS_BYTES, null, ANY_LENGTH)));
    return new OpenObject(response);
  }

  /**
   * Refuses the key of an object or a folder that has no room in the space, or would mean another.
   *
   * @throws InvalidParameterException when it is such a key
   */
  public void check(String key) {
    String full = inArea(key);
    ObjectKeys.check(key, "/apps/" + endpoint.appDid() + "/" + full);
  }

  /**
   * Deletes one object. One that is already gone is as good as deleted.
   *
   * @throws InvalidParameterException when it is a folder's key: the core would delete those of
   *     similar names along with it
   */
  public void delete(String key) {
    if (key.endsWith("/")) {
      throw new InvalidParameterException("key", "is \"" + key + "\"; expected an object's key");
    }
    try {
      local(
          () ->
              carryOut(
                  question("DELETE", "object/", key, "", Map.of(), null, LONGEST_RECORD), null));
    } catch (SpaceResponseException e) {
      if (!isAbsence(e)) {
        throw e;
      }
    }
  }

  /** Lets time pass, for what the space shows to change. */
  public void await(Duration time) {
    retries.await(time);
  }

  /** Waits for a list to show what was sent. */
  public ListLag listLag() {
    return new ListLag(lists.lag(), retries::await);
  }

  /** Tells whether an error says that what was asked for is not there. */
  public static boolean isAbsence(SpaceResponseException e) {
    return ResponseErrors.tellsOfAbsence(e);
  }

  private Boolean carryOut(Question question, byte @Nullable [] sent) throws IOException {
    return exchange.send(
        question,
        response -> {
          ResponseErrors.unlessYes(question, response, sent, clock);
          return DONE;
        });
  }

  private SpaceRecord open(ActionType type, String route, Map<String, String> about, byte[] json) {
    return new RecordOpening(
            type,
            about,
            () -> record("POST", route, json),
            () -> auditLogs(AuditLogQuery.latest(RecordOpening.LOOK_BACK, type)),
            retries,
            clock)
        .open();
  }

  private SpaceRecord update(String route, String id, byte[] json) {
    SpaceRecord updated = record("PUT", route, json);
    if (!updated.id().equals(id)) {
      throw new SpaceException(
          "The answer to PUT " + route + " for " + id + " is another record, " + updated.id());
    }
    return updated;
  }

  private SpaceRecord record(String method, String route, byte[] json) {
    String what = "The answer to " + method + " " + route;
    return ask(
        method,
        route,
        new JsonBody(json),
        LONGEST_RECORD,
        response -> {
          byte[] record = response.body().readAllBytes();
          ResponseErrors.ifError(method + " " + route, response, record, clock.instant());
          return RecordJson.readRecord(new ByteArrayInputStream(record), what);
        });
  }

  private <T> T ask(
      String method,
      String route,
      @Nullable RequestBody body,
      long longest,
      Transport.ResponseHandler<T> handler) {
    Question question =
        new Question(
            method,
            endpoint.path() + route,
            route.isEmpty() ? "." : route,
            "",
            Map.of(),
            body,
            longest);
    return local(() -> exchange.send(question, handler));
  }

  /** Nothing is signed that a space would take for another key, whoever has named it. */
  private Question question(
      String method,
      String route,
      String key,
      String query,
      Map<String, String> headers,
      @Nullable RequestBody body,
      long longest) {
    if (!key.equals(WHOLE_AREA)) {
      // One slash in front means the same: it is the whole area's.
      ObjectKeys.check(key.startsWith("/") ? key.substring(1) : key);
    }
    String full = inArea(key);
    return new Question(
        method,
        endpoint.path() + route + ObjectKeys.encode(full) + query,
        route,
        full,
        headers,
        body,
        longest);
  }

  /** The key in the app's area that a key is short for. Exactly one slash joins the parts. */
  public String inArea(String key) {
    if (componentDid == null) {
      return key;
    }
    return ".components/" + componentDid + (key.startsWith("/") ? key : "/" + key);
  }

  @FunctionalInterface
  private interface Call<T> {
    T call() throws IOException;
  }

  /** For calls that read and write nothing of the caller's, and so cannot fail locally. */
  private static <T> T local(Call<T> call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new SpaceException("Unexpected failure to read or write: " + e.getMessage(), e);
    }
  }
}
