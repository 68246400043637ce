package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Interceptor;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.storage.Area;
import java.io.IOException;

/** Which method on which route does what. */
public final class Routes implements Interceptor.Next {
  private final Space space;
  private final Gatekeeper gatekeeper;
  private final DiscoveryRoutes discovery;
  private final RecordRoutes records;
  private final ObjectRoutes objects;
  private final ListRoutes lists;
  private final HistoryRoutes history;

  /** The routes of a space. */
  public Routes(Space space) {
    this.space = space;
    this.gatekeeper = new Gatekeeper(space);
    this.discovery = new DiscoveryRoutes(space);
    this.records = new RecordRoutes(space);
    this.objects = new ObjectRoutes(space);
    this.lists = new ListRoutes(space);
    this.history = new HistoryRoutes(space);
  }

  @Override
  public Answer proceed(Call call) throws IOException {
    Route route = call.route();
    if (route == Route.UNKNOWN) {
      throw new RefusedException(404, "There is no " + call.path() + " here.");
    }
    String what = call.method() + " " + route;
    return switch (what) {
      case "GET DISCOVERY" -> discovery.mounts();
      case "GET ENDPOINT" -> discovery.endpoint(call);
      case "HEAD STATUS" -> status(call);
      default -> admitted(call, what, space.areas().area(gatekeeper.admit(call).address()));
    };
  }

  private Answer status(Call call) {
    gatekeeper.admitToStatus(call);
    return discovery.status();
  }

  private Answer admitted(Call call, String what, Area area) throws IOException {
    checkPermission(call);
    return switch (what) {
      case "POST BACKUP" -> records.open(call, area, RecordForm.BACKUP);
      case "PUT BACKUP" -> records.update(call, area, RecordForm.BACKUP);
      case "POST RESTORE" -> records.open(call, area, RecordForm.RESTORE);
      case "PUT RESTORE" -> records.update(call, area, RecordForm.RESTORE);
      case "POST AUDIT_LOG" -> records.open(call, area, RecordForm.SYNC);
      case "PUT AUDIT_LOG" -> records.update(call, area, RecordForm.SYNC);
      case "GET AUDIT_LOGS" -> history.page(call, area);
      case "GET LISTS" -> lists.below(call, area);
      case "GET LIST" -> lists.one(call, area);
      case "PUT OBJECT" -> objects.put(call, area);
      case "GET OBJECT" -> objects.get(call, area);
      case "DELETE OBJECT" -> objects.delete(call, area);
      default ->
          throw new RefusedException(405, call.method() + " is not allowed on " + call.path());
    };
  }

  private void checkPermission(Call call) {
    Space.Permissions permissions = space.permissions();
    switch (call.route()) {
      case LISTS, LIST -> permit(permissions.list(), "list");
      case OBJECT -> {
        boolean read = call.method().equals("GET");
        permit(read ? permissions.read() : permissions.write(), read ? "read" : "write");
      }
      default -> {
        // Records are for everybody who is admitted.
      }
    }
  }

  private static void permit(boolean permitted, String deed) {
    if (!permitted) {
      throw new RefusedException(
          403, "Unable to " + deed + " object with insufficient permissions");
    }
  }
}
