/**
 * The probe: a plain web application that shows what its sessions do. It runs unchanged on a stock server and knows nothing of
 * Roam; what a page does is told by its name and parameters, so that the tests read as a list of requests.
 */
@NullMarked
package dev.roam.it.probe;

import org.jspecify.annotations.NullMarked;
