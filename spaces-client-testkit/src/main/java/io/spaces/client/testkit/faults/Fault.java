package io.spaces.client.testkit.faults;

import io.spaces.client.testkit.internal.fault.AnswerEffects;
import io.spaces.client.testkit.internal.fault.ConnectionEffects;
import io.spaces.client.testkit.internal.fault.ContentEffects;
import io.spaces.client.testkit.internal.fault.NamedFault;
import io.spaces.client.testkit.internal.fault.RateLimit;
import java.net.URI;
import java.time.Duration;

/**
 * What a request may meet with. A fault is a value: it can be kept, planned on several servers, and
 * composed by {@link #andThen}.
 */
public sealed interface Fault permits NamedFault {
  /**
   * Reads as a number of bytes.
   *
   * @param count how many
   * @return the same number
   */
  static long bytes(long count) {
    return count;
  }

  /**
   * Reads as a number of bytes.
   *
   * @param count how many times 1,024
   * @return the number of bytes
   */
  static long kibibytes(long count) {
    return count << 10;
  }

  /**
   * Answers something else, and does not do what was asked.
   *
   * @param reply what to answer
   * @return the fault
   */
  static Fault answer(Reply reply) {
    return new NamedFault(reply.toString(), AnswerEffects.reply(reply));
  }

  /**
   * Answers with 200 and noise that is neither JSON nor text.
   *
   * @return the fault
   */
  static Fault answerGarbage() {
    return new NamedFault("answer garbage", AnswerEffects.garbage());
  }

  /**
   * Lets so many requests a second proceed, as a gateway that fills a bucket with tokens does, and
   * answers the others with 429 and a page that does not say how long to wait. Time is that of the
   * server's clock.
   *
   * @param perSecond how many in the long run, all that are struck together; more than 0
   * @param burst how many at once after a quiet time, 1 or more
   * @return the fault
   * @throws IllegalArgumentException when it is not that
   */
  static Fault limitRate(double perSecond, int burst) {
    return limitRate(perSecond, burst, Reply.gatewayPage(429));
  }

  /**
   * Lets so many requests a second proceed and answers the others as told.
   *
   * @param perSecond how many in the long run, all that are struck together; more than 0
   * @param burst how many at once after a quiet time, 1 or more
   * @param refusal such as {@code Reply.status(503).retryAfter(Duration.ofSeconds(1))}
   * @return the fault
   * @throws IllegalArgumentException when it is not that
   */
  static Fault limitRate(double perSecond, int burst, Reply refusal) {
    return new NamedFault(
        "limit the rate to " + perSecond + " a second", new RateLimit(perSecond, burst, refusal));
  }

  /**
   * Redirects to the same path and query on another host, with status 307.
   *
   * @param origin such as {@code http://127.0.0.1:8080}, without a path
   * @return the fault
   */
  static Fault redirectToOrigin(URI origin) {
    return new NamedFault("redirect to " + origin, AnswerEffects.redirectToOrigin(origin));
  }

  /**
   * Waits before anything is done.
   *
   * @param time how long
   * @return the fault
   */
  static Fault delay(Duration time) {
    return new NamedFault("delay by " + time, ConnectionEffects.delay(time));
  }

  /**
   * Accepts the request and never reads its body nor answers, until the faults are cleared or the
   * server is closed.
   *
   * @return the fault
   */
  static Fault stallBeforeReading() {
    return new NamedFault("stall before reading", ConnectionEffects.stallBeforeReading());
  }

  /**
   * Reads the request and never answers, until the faults are cleared or the server is closed.
   *
   * @return the fault
   */
  static Fault stallAfterReading() {
    return new NamedFault("stall after reading", ConnectionEffects.stallAfterReading());
  }

  /**
   * Answers a part and never goes on, until the faults are cleared or the server is closed.
   *
   * @param bytes how much of the answer's body is sent
   * @return the fault
   */
  static Fault stallAfterSending(long bytes) {
    return new NamedFault(
        "stall after sending " + bytes + " bytes", ConnectionEffects.stallAfterSending(bytes));
  }

  /**
   * Cuts the connection when the head of the request has arrived.
   *
   * @return the fault
   */
  static Fault cutBeforeBody() {
    return new NamedFault("cut before the body", ConnectionEffects.cut());
  }

  /**
   * Cuts the connection in the middle: of the request's body when it has one, else of the answer's.
   * A body that is shorter is cut at its end.
   *
   * @param bytes how much of the body is let through
   * @return the fault
   */
  static Fault cutAfter(long bytes) {
    return new NamedFault("cut after " + bytes + " bytes", ConnectionEffects.cutAfter(bytes));
  }

  /**
   * Does what was asked, and cuts the connection instead of answering.
   *
   * @return the fault
   */
  static Fault loseAcknowledgement() {
    return new NamedFault("lose the acknowledgement", ConnectionEffects.loseAcknowledgement());
  }

  /**
   * Ends the answer's text halfway, in a way that HTTP does not notice.
   *
   * @return the fault
   */
  static Fault truncateAnswer() {
    return new NamedFault("truncate the answer", AnswerEffects.truncate());
  }

  /**
   * Answers with the {@code x-hash} of something else.
   *
   * @return the fault
   */
  static Fault wrongHash() {
    return new NamedFault("wrong x-hash", AnswerEffects.wrongHash());
  }

  /**
   * Changes one bit of the answer's body on its way; headers stay as they are.
   *
   * @param offset which byte; an answer that is shorter stays whole
   * @return the fault
   */
  static Fault corruptByteAt(long offset) {
    return new NamedFault("corrupt the byte at " + offset, AnswerEffects.corrupt(offset));
  }

  /**
   * Lists what was there when this fault was planned, whatever has changed since.
   *
   * @return the fault
   */
  static Fault staleList() {
    return new NamedFault("stale list", ContentEffects.staleList());
  }

  /**
   * Lists what there was some time ago, by the server's clock: at one of the lists that were asked
   * for at least so long ago, or when this fault was planned.
   *
   * @param by how far the lists lag behind
   * @return the fault
   */
  static Fault lagList(Duration by) {
    return new NamedFault("lag the list by " + by, ContentEffects.lagList(by));
  }

  /**
   * Lists the first object twice.
   *
   * @return the fault
   */
  static Fault duplicateEntry() {
    return new NamedFault("duplicate entry", AnswerEffects.duplicateEntry());
  }

  /**
   * Lists nothing of what fits a pattern.
   *
   * @param glob a pattern of whole keys, as {@link Requests#matching(String)} takes it
   * @return the fault
   */
  static Fault hideEntries(String glob) {
    return new NamedFault("hide " + glob, ContentEffects.hide(glob));
  }

  /**
   * Takes so many bytes of bodies more, of all requests that are struck together, and refuses what
   * goes beyond with 413.
   *
   * @param bytes how many; a multipart body counts as a whole
   * @return the fault
   */
  static Fault runOutOfSpaceAfter(long bytes) {
    return new NamedFault(
        "run out of space after " + bytes + " bytes", ContentEffects.runOutOfSpace(bytes));
  }

  /**
   * Forgets the object: an upload is acknowledged, and then the object is gone; for a download or a
   * description it is gone already.
   *
   * @return the fault
   */
  static Fault forget() {
    return new NamedFault("forget the object", ContentEffects.forget());
  }

  /**
   * Answers a download with what another object of the same folder holds: the next one there, by
   * the order of keys. Of an object that is alone there nothing else can be told.
   *
   * @return the fault
   */
  static Fault swapContent() {
    return new NamedFault("swap the content", ContentEffects.swap());
  }

  /**
   * Another fault after this one, as far as this one lets the request proceed: {@code
   * delay(ofSeconds(1)).andThen(loseAcknowledgement())}.
   *
   * @param other the other one
   * @return both
   */
  Fault andThen(Fault other);
}
