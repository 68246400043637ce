package io.spaces.client.testkit.faults;

import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.internal.fault.RequestSet;
import java.util.function.Predicate;

/** Some of the requests that a server may get: by method, route and key. Immutable. */
public sealed interface Requests permits RequestSet {
  /**
   * All requests.
   *
   * @return every request, of whatever method and route
   */
  static Requests any() {
    return new RequestSet("any request", (method, route) -> true, key -> true);
  }

  /**
   * Requests of one method on one route.
   *
   * @param method such as {@code PUT}
   * @param route what is asked
   * @return those requests
   */
  static Requests of(String method, Route route) {
    return new RequestSet(
        method + " " + route, (m, r) -> m.equals(method) && r == route, key -> true);
  }

  /**
   * Requests on one route, of whatever method.
   *
   * @param route what is asked
   * @return those requests
   */
  static Requests on(Route route) {
    return new RequestSet(route.toString(), (method, r) -> r == route, key -> true);
  }

  /**
   * Uploads of objects.
   *
   * @return {@code PUT object/…}
   */
  static Requests put() {
    return of("PUT", Route.OBJECT);
  }

  /**
   * Downloads of objects.
   *
   * @return {@code GET object/…}
   */
  static Requests get() {
    return of("GET", Route.OBJECT);
  }

  /**
   * Deletions of objects.
   *
   * @return {@code DELETE object/…}
   */
  static Requests delete() {
    return of("DELETE", Route.OBJECT);
  }

  /**
   * Questions for all objects below a folder.
   *
   * @return {@code GET lists/…}; their key is the folder's
   */
  static Requests lists() {
    return of("GET", Route.LISTS);
  }

  /**
   * Questions for one object's description.
   *
   * @return {@code GET list/…}
   */
  static Requests list() {
    return of("GET", Route.LIST);
  }

  /**
   * Questions how the space is.
   *
   * @return {@code HEAD .}
   */
  static Requests status() {
    return of("HEAD", Route.STATUS);
  }

  /**
   * Questions for the service endpoint.
   *
   * @return {@code GET endpoint}
   */
  static Requests endpoint() {
    return of("GET", Route.ENDPOINT);
  }

  /**
   * The beginnings of backups.
   *
   * @return {@code POST backup}
   */
  static Requests createBackup() {
    return of("POST", Route.BACKUP);
  }

  /**
   * The ends of backups.
   *
   * @return {@code PUT backup}
   */
  static Requests updateBackup() {
    return of("PUT", Route.BACKUP);
  }

  /**
   * The beginnings of restores.
   *
   * @return {@code POST restore}
   */
  static Requests createRestore() {
    return of("POST", Route.RESTORE);
  }

  /**
   * The ends of restores.
   *
   * @return {@code PUT restore}
   */
  static Requests updateRestore() {
    return of("PUT", Route.RESTORE);
  }

  /**
   * Those of these requests whose key fits a pattern.
   *
   * @param glob {@code *} stands for any characters but {@code /}, {@code **} for any characters,
   *     {@code ?} for one character but {@code /}; {@code **}{@code /} also for nothing
   * @return those requests
   */
  Requests matching(String glob);

  /**
   * Those of these requests whose key a predicate accepts.
   *
   * @param wanted tells which
   * @return those requests
   */
  Requests matching(Predicate<String> wanted);
}
