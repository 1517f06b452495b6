package dev.roam.it.spring;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.bind.support.SessionStatus;
import org.springframework.web.servlet.View;

/** An order in three steps: each page asks for a part, and the last one shows the whole. */
@Controller
@SessionAttributes("order")
class OrderController {

    @GetMapping("/order")
    View begin(Model model) {
        model.addAttribute("order", new Order());
        return new Page("For whom?").form("/order/wrapping", "recipient", "day");
    }

    @PostMapping("/order/wrapping")
    View wrapping(@ModelAttribute("order") Order order) {
        return whole("How?", order).form("/order/check", "wrapping", "limit");
    }

    @PostMapping("/order/check")
    View check(@ModelAttribute("order") Order order) {
        return whole("All right?", order).form("/order/done");
    }

    @PostMapping("/order/done")
    View done(@ModelAttribute("order") Order order, SessionStatus status) {
        status.setComplete();
        return whole("Ordered", order);
    }

    private static Page whole(String title, Order order) {
        return new Page(title)
                .line("recipient", order.getRecipient())
                .line("day", order.getDay())
                .line("wrapping", order.getWrapping().text())
                .line("limit", order.getLimit());
    }
}
