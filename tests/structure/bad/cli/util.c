int width; /* no opening comment, TODO say what for */
