/** What a run found, for people and for programs. */
@NullMarked
package io.headroom.conformance.report;

import org.jspecify.annotations.NullMarked;
