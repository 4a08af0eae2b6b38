/** How quickly pictures come, and come back, in real browsers: what {@code benchmarks/results/media.md} was measured with. */
package io.peerstage.benchmarks.media;
