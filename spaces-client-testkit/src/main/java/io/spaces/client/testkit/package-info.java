/**
 * A DID Space to test against: {@link io.spaces.client.testkit.SpaceServer} in the same process or
 * on disk, {@link io.spaces.client.testkit.SpaceServerExtension} for JUnit, {@link
 * io.spaces.client.testkit.SpaceAssertions} for AssertJ, and builders for wallets, file trees,
 * clocks and seeded properties.
 *
 * <p>A server does by default what the official server's core does (npm {@code @did-space/core}
 * 1.3.0): what it stores, lists, joins, refuses and records, and which headers it asks for. The
 * routes in front of that core are not public; where only they decide, {@link
 * io.spaces.client.testkit.SpaceServerBuilder} has a setting for each way to read them:
 *
 * <table>
 * <caption>What differs between servers, and what this one does by default</caption>
 * <tr><th>what</th><th>by default</th><th>otherwise</th></tr>
 * <tr><td>a new key when the space is full</td><td>403, {@code Insufficient free space …}</td>
 *     <td>{@code fullStatus(507)}: any status</td></tr>
 * <tr><td>a space's size</td><td>2<sup>50</sup> bytes</td>
 *     <td>{@code capacity(bytes)}; 0 for no end</td></tr>
 * <tr><td>GET of an object that is not there</td><td>404</td>
 *     <td>{@code absentObject(500)}: any status; 200 for an empty body</td></tr>
 * <tr><td>the description of one that is not there</td><td>200, {@code null}</td>
 *     <td>{@code absentEntry(404)}: any status; 200 for an empty body</td></tr>
 * <tr><td>the content's length</td><td>unsaid</td><td>{@code contentLength(true)}</td></tr>
 * <tr><td>{@code LIKE}, by which folders are listed and deleted</td>
 *     <td>{@code _} and {@code %} bring strangers along; keys of 1,024 characters</td>
 *     <td>{@code database(SQLITE)}: other cases too; keys of any length</td></tr>
 * <tr><td>the schema of records</td><td>the official client's: {@code serverDid} and {@code
 *     signerDid} may be empty</td><td>{@code strictRecords(true)}: the core's</td></tr>
 * <tr><td>a page of the audit log</td><td>{@code {count, rows}}</td>
 *     <td>{@code auditPage(DATA)}, {@code auditPage(ARRAY)}</td></tr>
 * <tr><td>HEAD at the endpoint itself</td><td>answered</td>
 *     <td>{@code officialHeads(true)}: 404</td></tr>
 * <tr><td>what HEAD says</td><td>all there is</td>
 *     <td>{@code statusExtras(false)}: what servers before 0.5.77 said</td></tr>
 * <tr><td>what is checked</td><td>what the official server checks</td>
 *     <td>{@code verify(STRICT)}: more, {@code verify(NONE)}: nothing</td></tr>
 * </table>
 *
 * <p>On purpose it differs in three things: a key that leads out of an app's area ({@code ../x}) is
 * refused, where the core would go there; a question to the audit log that makes no sense is
 * answered with 400 and not with the database's 500; and a folder is there as long as something is
 * in it.
 */
@NullMarked
package io.spaces.client.testkit;

import org.jspecify.annotations.NullMarked;
