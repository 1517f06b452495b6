package dev.roam.it.spring;

import java.util.List;
import java.util.Locale;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The basket, which every change redirects to, with a message that is shown once. */
@Controller
class BasketController {

    private final Basket basket;

    BasketController(Basket basket) {
        this.basket = basket;
    }

    @GetMapping("/")
    View show(Authentication user, Locale locale, Model model) {
        Page page = new Page("Basket")
                .line("user", user.getName())
                .line("roles", user.getAuthorities())
                .line("language", locale.getDisplayLanguage(locale))
                .line("message", model.getAttribute("message"));
        basket.items().forEach(item -> page.line(item.name(), String.format(locale, "%,d", item.pieces())));
        return page.form("/add", "name", "pieces").form("/empty");
    }

    /** What somebody may ask for before the login: its parameters must come through it. */
    @GetMapping("/search")
    View search(@RequestParam("colour") List<String> colours, @RequestParam("text") String text) {
        return new Page("Search").line("colours", colours).line("text", text);
    }

    @PostMapping("/add")
    String add(@RequestParam("name") String name, @RequestParam("pieces") int pieces, RedirectAttributes redirect) {
        basket.add(new Basket.Item(name, pieces));
        redirect.addFlashAttribute("message", "Added " + name);
        return "redirect:/";
    }

    @PostMapping("/empty")
    String empty(RedirectAttributes redirect) {
        basket.empty();
        redirect.addFlashAttribute("message", "Empty now");
        return "redirect:/";
    }
}
