"""お客様への約束: the register of what customers asked of us, and its workbook."""
