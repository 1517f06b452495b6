/** Tests of the shop's logic. How it fares in a container is tested with the containers, elsewhere. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
