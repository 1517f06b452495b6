/**
 * What Roam costs, next to a stock server in the same run. No test: {@code mvn -Pbench verify} runs {@link dev.roam.it.bench.Bench}
 * and writes its tables into {@code docs/performance.md}. What counts are ratios; absolute numbers belong to one machine.
 */
@NullMarked
package dev.roam.it.bench;

import org.jspecify.annotations.NullMarked;
