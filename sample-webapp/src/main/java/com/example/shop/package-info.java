/**
 * A small shop on plain servlets that keeps its login and its cart in the {@code HttpSession}, as such applications do. It stands for
 * any web application: it runs on a single stock container, and nothing in here may know where its sessions are kept.
 */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
