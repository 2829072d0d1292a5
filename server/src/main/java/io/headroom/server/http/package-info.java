/**
 * Between the container and the methods: the only place that reads servlet requests and the only one that answers.
 */
@NullMarked
package io.headroom.server.http;

import org.jspecify.annotations.NullMarked;
