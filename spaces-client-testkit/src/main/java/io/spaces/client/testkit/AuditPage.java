package io.spaces.client.testkit;

/** What a page of the audit log looks like. */
public enum AuditPage {
  /** {@code {"count": 2, "rows": [record, record]}}, as the official page reads it. */
  ROWS,
  /** {@code {"total": 2, "data": [record, record]}}. */
  DATA,
  /** {@code [record, record]}. */
  ARRAY
}
