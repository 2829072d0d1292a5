/** Tests of the S3 backend. */
@NullMarked
package io.headroom.s3;

import org.jspecify.annotations.NullMarked;
