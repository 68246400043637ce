package io.spaces.client.examples.console;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.DamagedSnapshot;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A running console: a web server, a scheduler, and a client of the space. */
public final class Console implements AutoCloseable {
  private final ConsoleSettings settings;
  private final WebServer server;
  private final Events events = new Events();
  private final SpaceClient client;
  private final @Nullable Encryption encryption;
  private final Snapshots snapshots;
  private final BackupScheduler scheduler;
  private final Plans plans;
  private final List<Route> routes;

  private Console(ConsoleSettings settings, WebServer server) throws IOException {
    this.settings = settings;
    this.server = server;
    Destination destination = settings.plan().destination();
    String app = app(destination);
    String user = required("userDid", destination.userDid());
    Root root = new Root(settings.root());
    Ledger ledger = Ledger.open(settings.state().resolve("jobs.jsonl"));
    encryption = encryption(settings.plan().encryption(), settings.secrets());
    client = client(destination, settings.secrets());
    Snapshots open = client.snapshots(app);
    Map<String, DamagedSnapshot> damaged = new ConcurrentHashMap<>();
    Snapshots all = open.passOverDamaged(one -> damaged.put(one.id(), one));
    snapshots = encryption == null ? all : all.encryption(encryption);
    Backups backups = new Backups(snapshots, damaged, ledger, events, this::label);
    scheduler =
        BackupScheduler.builder()
            .secrets(settings.secrets())
            .triggerRate(settings.triggerRate())
            .listener(backups)
            .build();
    plans = new Plans(scheduler, backups, settings.plan(), settings.state().resolve("plans.json"));
    Restores restores = new Restores(snapshots, events, user, referrer(destination));
    Status status =
        new Status(client, destination, settings.label(), settings.secrets(), plans, backups, root);
    BackupRoutes about = new BackupRoutes(backups, restores, root);
    Triggers triggers = new Triggers(scheduler, plans, backups, root);
    routes = new ArrayList<>(Page.routes());
    routes.addAll(
        List.of(
            Route.admin("GET", "/api/status", status::status),
            Route.admin("GET", "/api/activity", status::activity),
            Route.admin("GET", "/api/events", call -> new Reply.Events(events.listen())),
            Route.admin("GET", "/api/operations/{id}", about::operation),
            Route.admin("POST", "/api/auto-backup", plans::auto),
            Route.admin("POST", "/api/trigger-backup", triggers::trigger),
            Route.admin("POST", "/backup/create", triggers::create),
            Route.admin("GET", "/backup/fetch", about::fetch),
            Route.admin("GET", "/backup/restore", about::preview),
            Route.admin("POST", "/backup/restore", about::restore),
            Route.admin("POST", "/backup/update", about::update),
            Route.admin("POST", "/backup/undelete", about::undelete),
            Route.admin("POST", "/backup/confirm", about::confirm),
            Route.admin("GET", "/backup/schedules", plans::list),
            Route.admin("POST", "/backup/schedules", plans::add),
            Route.admin("PUT", "/backup/schedules", plans::update),
            Route.admin("DELETE", "/backup/schedules", plans::remove),
            Route.admin("DELETE", "/backup/{id}", about::delete)));
  }

  /**
   * Starts a console.
   *
   * @param settings what it needs to know
   * @return it listens; to be closed
   * @throws IOException when it cannot listen there, or the folders cannot be used
   */
  public static Console start(ConsoleSettings settings) throws IOException {
    WebServer server = new WebServer(settings.host(), settings.port());
    @Nullable Console console = null;
    try {
      console = new Console(settings, server);
      console.plans.load();
      console.scheduler.start();
      server.start(new Doorkeeper(console.names(), settings.tokens()), console.routes);
      return console;
    } catch (IOException | RuntimeException e) {
      if (console == null) {
        server.close();
      } else {
        console.close();
      }
      throw e;
    }
  }

  /**
   * Returns where the page is.
   *
   * @return such as {@code http://127.0.0.1:8080/}
   */
  public URI address() {
    return URI.create("http://" + inUrl(settings.host()) + ":" + server.port() + "/");
  }

  /** What it does, for those who check that its description is complete. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public void close() {
    events.close();
    server.close();
    scheduler.close();
    snapshots.close();
    client.close();
    if (encryption != null) {
      encryption.destroy();
    }
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    for (String host : List.of(settings.host(), "localhost", "127.0.0.1", "::1")) {
      names.add(inUrl(host).toLowerCase(Locale.ROOT) + ":" + server.port());
    }
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static String inUrl(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  /** Whatever the port is today, the same space is the same destination. */
  private String label(String address) {
    String here = URI.create(settings.plan().destination().address()).getPath();
    return address.isEmpty() || here.equals(URI.create(address).getPath())
        ? settings.label()
        : String.valueOf(URI.create(address).getHost());
  }

  private static SpaceClient client(Destination destination, SecretResolver secrets) {
    return SpaceClient.builder()
        .endpoint(destination.address())
        .credentials(destination.credentials(secrets))
        .build();
  }

  private static @Nullable Encryption encryption(
      @Nullable PlanEncryption how, SecretResolver secrets) {
    return how == null ? null : how.resolve(secrets);
  }

  private static String app(Destination destination) {
    String pid = destination.appPid();
    return required("appDid", pid != null ? pid : destination.appDid());
  }

  private static String referrer(Destination destination) {
    String referrer = destination.referrer();
    return referrer == null ? URI.create(destination.address()).resolve("/").toString() : referrer;
  }

  private static String required(String name, @Nullable String did) {
    if (did == null) {
      throw new InvalidParameterException(name, "is missing in the destination");
    }
    return did;
  }
}
