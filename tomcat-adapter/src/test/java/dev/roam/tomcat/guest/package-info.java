/**
 * A web application with classes of its own. The tests copy them below {@code WEB-INF/classes}, so that each start of the application loads
 * them anew. They see nothing of the tests.
 */
@NullMarked
package dev.roam.tomcat.guest;

import org.jspecify.annotations.NullMarked;
