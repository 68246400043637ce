package io.spaces.client.testkit.faults;

import java.net.URI;
import java.time.Duration;

/**
 * A rule in the making: says which of the requests, and then what they meet with, which adds the
 * rule. Without a word about the former all requests are struck.
 */
public final class FaultStage {
  private final Faults faults;
  private final Requests requests;
  private final Occurrence occurrence;

  FaultStage(Faults faults, Requests requests, Occurrence occurrence) {
    this.faults = faults;
    this.requests = requests;
    this.occurrence = occurrence;
  }

  /**
   * Only some of the requests.
   *
   * @param which such as {@code Occurrence.first(3)}
   * @return goes on
   */
  public FaultStage when(Occurrence which) {
    return new FaultStage(faults, requests, which);
  }

  /**
   * Only one of the requests.
   *
   * @param n which, from 1
   * @return goes on
   */
  public FaultStage nth(long n) {
    return when(Occurrence.nth(n));
  }

  /**
   * Only the first of the requests.
   *
   * @param n how many
   * @return goes on
   */
  public FaultStage first(long n) {
    return when(Occurrence.first(n));
  }

  /**
   * Only the later of the requests.
   *
   * @param n the first of them, from 1
   * @return goes on
   */
  public FaultStage from(long n) {
    return when(Occurrence.from(n));
  }

  /**
   * Only every so many of the requests.
   *
   * @param n 2 for the second, the fourth, and so on
   * @return goes on
   */
  public FaultStage every(long n) {
    return when(Occurrence.every(n));
  }

  /**
   * Only some of the requests, by chance.
   *
   * @param probability 0 for none to 1 for all
   * @param seed the same choice for the same seed, as far as the requests come in the same order
   * @return goes on
   */
  public FaultStage randomly(double probability, long seed) {
    return when(Occurrence.randomly(probability, seed));
  }

  /**
   * They meet with any fault.
   *
   * @param fault the fault
   * @return the rule
   */
  public FaultRule meet(Fault fault) {
    return faults.plan(requests, occurrence, fault);
  }

  /**
   * They are answered with a status.
   *
   * @param status 200 to 599
   * @return the rule
   */
  public FaultRule answer(int status) {
    return answer(Reply.status(status));
  }

  /**
   * They are answered with something else.
   *
   * @param reply such as {@code Reply.status(503).retryAfter(Duration.ofSeconds(2))}
   * @return the rule
   */
  public FaultRule answer(Reply reply) {
    return meet(Fault.answer(reply));
  }

  /**
   * They are answered with noise.
   *
   * @return the rule
   */
  public FaultRule answerGarbage() {
    return meet(Fault.answerGarbage());
  }

  /**
   * They are answered with the page of a gateway, with status 502.
   *
   * @return the rule
   */
  public FaultRule answerGatewayPage() {
    return answer(Reply.gatewayPage(502));
  }

  /**
   * They are sent elsewhere.
   *
   * @param location a whole URL, or a path
   * @return the rule
   */
  public FaultRule redirectTo(String location) {
    return answer(Reply.redirect(location));
  }

  /**
   * They are sent to the same path on another host.
   *
   * @param origin such as {@code http://127.0.0.1:8080}, without a path; {@code http} in the place
   *     of {@code https} makes it a downgrade
   * @return the rule
   */
  public FaultRule redirectToOrigin(URI origin) {
    return meet(Fault.redirectToOrigin(origin));
  }

  /**
   * They are sent to a link-local address, where clouds keep the secrets of their machines.
   *
   * @return the rule
   */
  public FaultRule redirectToLinkLocal() {
    return redirectToOrigin(URI.create("http://169.254.169.254"));
  }

  /**
   * They find a gateway that lets so many a second through, and answers the others with 429.
   *
   * @param perSecond how many in the long run
   * @param burst how many at once after a quiet time
   * @return the rule
   * @see Fault#limitRate(double, int)
   */
  public FaultRule limitRate(double perSecond, int burst) {
    return meet(Fault.limitRate(perSecond, burst));
  }

  /**
   * They have to wait.
   *
   * @param time how long
   * @return the rule
   */
  public FaultRule delay(Duration time) {
    return meet(Fault.delay(time));
  }

  /**
   * They are accepted, and neither read nor answered.
   *
   * @return the rule
   * @see Fault#stallBeforeReading
   */
  public FaultRule stallBeforeReading() {
    return meet(Fault.stallBeforeReading());
  }

  /**
   * They are read and not answered.
   *
   * @return the rule
   * @see Fault#stallAfterReading
   */
  public FaultRule stallAfterReading() {
    return meet(Fault.stallAfterReading());
  }

  /**
   * They get a part of their answer.
   *
   * @param bytes how much of the answer's body is sent
   * @return the rule
   * @see Fault#stallAfterSending
   */
  public FaultRule stallAfterSending(long bytes) {
    return meet(Fault.stallAfterSending(bytes));
  }

  /**
   * Their connection is cut when the head has arrived.
   *
   * @return the rule
   */
  public FaultRule cutBeforeBody() {
    return meet(Fault.cutBeforeBody());
  }

  /**
   * Their connection is cut in the middle.
   *
   * @param bytes how much of the body is let through
   * @return the rule
   * @see Fault#cutAfter
   */
  public FaultRule cutAfter(long bytes) {
    return meet(Fault.cutAfter(bytes));
  }

  /**
   * What they ask is done, and their connection is cut instead of an answer.
   *
   * @return the rule
   */
  public FaultRule loseAcknowledgement() {
    return meet(Fault.loseAcknowledgement());
  }

  /**
   * They get half of their answer, as if it were all.
   *
   * @return the rule
   */
  public FaultRule truncateAnswer() {
    return meet(Fault.truncateAnswer());
  }

  /**
   * They are answered with the {@code x-hash} of something else.
   *
   * @return the rule
   */
  public FaultRule wrongHash() {
    return meet(Fault.wrongHash());
  }

  /**
   * One bit of their answer is changed.
   *
   * @param offset in which byte
   * @return the rule
   */
  public FaultRule corruptByteAt(long offset) {
    return meet(Fault.corruptByteAt(offset));
  }

  /**
   * They are told what was there at this moment, whatever changes.
   *
   * @return the rule
   */
  public FaultRule staleList() {
    return meet(Fault.staleList());
  }

  /**
   * They list what there was some time ago.
   *
   * @param by how far they lag behind
   * @return the rule
   * @see Fault#lagList(Duration)
   */
  public FaultRule lagList(Duration by) {
    return meet(Fault.lagList(by));
  }

  /**
   * They are told of the first object twice.
   *
   * @return the rule
   */
  public FaultRule duplicateEntry() {
    return meet(Fault.duplicateEntry());
  }

  /**
   * They are not told of some objects.
   *
   * @param glob a pattern of whole keys
   * @return the rule
   */
  public FaultRule hideEntries(String glob) {
    return meet(Fault.hideEntries(glob));
  }

  /**
   * They find that the space gets full.
   *
   * @param bytes how many bytes of bodies still fit
   * @return the rule
   * @see Fault#runOutOfSpaceAfter
   */
  public FaultRule runOutOfSpaceAfter(long bytes) {
    return meet(Fault.runOutOfSpaceAfter(bytes));
  }

  /**
   * They are told what another object holds.
   *
   * @return the rule
   * @see Fault#swapContent
   */
  public FaultRule swapContent() {
    return meet(Fault.swapContent());
  }

  /**
   * Their object is forgotten.
   *
   * @return the rule
   * @see Fault#forget
   */
  public FaultRule forget() {
    return meet(Fault.forget());
  }
}
